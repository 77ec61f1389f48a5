using Microsoft.Build.Logging.StructuredLogger;
using LogBuild = Microsoft.Build.Logging.StructuredLogger.Build;
using LogTask = Microsoft.Build.Logging.StructuredLogger.Task;

namespace RemoteDeploy.Packages.Tests.Infra;

/// <summary>One invocation of the real dotnet: what it printed, how it ended, what its binary log says.</summary>
public sealed class BuildRun(int exitCode, string output, string binaryLog)
{
    private readonly Lazy<LogBuild> log = new(() => BinaryLog.ReadBuild(binaryLog));

    public int ExitCode => exitCode;

    public string Output => output;

    public string BinaryLogFile => binaryLog;

    public IReadOnlyList<Error> Errors => [.. log.Value.FindChildrenRecursive<Error>()];

    public IReadOnlyList<string> Codes => [.. Errors.Select(error => error.Code).Distinct().Order(StringComparer.Ordinal)];

    public IReadOnlyList<Warning> Warnings => [.. log.Value.FindChildrenRecursive<Warning>()];

    /// <summary>How often a task ran.</summary>
    public int TaskRuns(string name) => log.Value.FindChildrenRecursive<LogTask>(task => task.Name == name).Count;

    /// <summary>How often a target ran, not counting when its condition was false.</summary>
    public int TargetRuns(string name) => log.Value.FindChildrenRecursive<Target>(target => target.Name == name && target.Children.Count > 0 && !target.Skipped).Count;

    public BuildRun Green()
    {
        Assert.True(exitCode == 0, $"Exit code {exitCode}\n{output}");
        return this;
    }

    /// <summary>Fails unless the build failed with exactly these codes.</summary>
    public BuildRun Red(params string[] codes)
    {
        Assert.True(exitCode != 0, $"Exit code 0\n{output}");
        Assert.True(Codes.SequenceEqual(codes), $"Codes {string.Join(' ', Codes)} instead of {string.Join(' ', codes)}\n{output}");
        return this;
    }

    /// <summary>The one error with a code.</summary>
    public Error Single(string code) => Assert.Single(Errors, error => error.Code == code);
}
