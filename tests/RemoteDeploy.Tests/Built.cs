namespace RemoteDeploy.Tests;

/// <summary>Output of other projects, built with this one.</summary>
internal static class Built
{
    /// <summary>The tool's assembly, to be run with <c>dotnet</c>.</summary>
    public static string Tool => Path.Combine(OutputOf("src/RemoteDeploy.Tool"), "dotnet-remotedeploy.dll");

    /// <summary>A folder that holds an xunit.v3 program, Suite.dll, with its own runner.</summary>
    public static string NativeSuite => OutputOf("tests/SuitePrograms/Native");

    /// <summary>The same tests as a program of the Microsoft Testing Platform.</summary>
    public static string PlatformSuite => OutputOf("tests/SuitePrograms/Platform");

    /// <summary>The top of the repository.</summary>
    public static string Repository => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));

    // BIN/CONFIGURATION/FRAMEWORK is the same for all projects.
    private static string OutputOf(string project)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/', '\\'));
        return Path.Combine(Repository, project, "bin", framework.Parent!.Name, framework.Name);
    }
}
