using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Testing;

/// <summary>The argv of a suite on a host, and where it will write results.</summary>
/// <param name="Program">The program, for messages.</param>
/// <param name="Arguments">The whole argv, program first.</param>
/// <param name="Results">Glob of result files; null when the exit status alone counts.</param>
internal sealed record SuiteCommand(string Program, IReadOnlyList<string> Arguments, string? Results)
{
    private const string TrxName = "remotedeploy-results.trx";

    /// <summary>The command of a suite on a release.</summary>
    /// <returns>The command, or RD0020 when the release does not hold its test assembly.</returns>
    public static Attempt<SuiteCommand> Of(TestSuite suite, Manifest manifest, string dotnet)
    {
        if (suite.Command is { } command)
        {
            return new SuiteCommand(command, [command, .. suite.Arguments], suite.Results);
        }

        var assembly = suite.TestAssembly!.Replace('\\', '/');
        if (!manifest.Files.Any(entry => entry.Path == assembly))
        {
            return new Fault(FaultCatalog.BadSuite, $"Suite '{suite.Name}' needs a test assembly that the release does not hold")
            {
                Path = SafeText.Line(assembly),
                Try = "Publish the test project, and name its .dll relative to the payload",
                Location = suite.Location,
            };
        }

        IReadOnlyList<string> start = IsSelfContained(assembly, manifest)
            ? ["./" + assembly[..^".dll".Length]]
            : [dotnet.Length > 0 ? dotnet : "dotnet", assembly];
        return new SuiteCommand(assembly, [.. start, "-trx", TrxName, "-noColor", "-noAutoReporters", .. suite.Arguments], suite.Results ?? TrxName);
    }

    /// <summary>The same for a program that is a Microsoft Testing Platform one and has refused xunit's own options.</summary>
    public SuiteCommand ForTestingPlatform(TestSuite suite) => this with
    {
        Arguments =
        [
            .. Arguments.TakeWhile(argument => argument != "-trx"),
            "--report-xunit-trx", "--report-xunit-trx-filename", TrxName, "--results-directory", ".", "--no-progress", "--no-ansi",
            .. suite.Arguments,
        ],
    };

    // A self-contained publish carries the runtime itself beside the program.
    private static bool IsSelfContained(string assembly, Manifest manifest)
    {
        var folder = assembly.Contains('/', StringComparison.Ordinal) ? assembly[..(assembly.LastIndexOf('/') + 1)] : "";
        var program = assembly[..^".dll".Length];
        return manifest.Files.Any(entry => entry.Path == program)
            && manifest.Files.Any(entry => entry.Path == folder + "libcoreclr.so" || entry.Path == folder + "libcoreclr.dylib");
    }
}
