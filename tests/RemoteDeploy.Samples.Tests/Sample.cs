using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Samples.Tests;

/// <summary>A copy of one sample, to be built and changed.</summary>
internal sealed class Sample(string folder, string home, string packages)
{
    // What the process that runs the tests may have set must not reach the sample: it is built as its user builds it.
    private readonly Dictionary<string, string?> environment = new(StringComparer.Ordinal)
    {
        // One spelling of the folder for all copies: NuGet locks a package it unpacks by the folder's spelling.
        ["NUGET_PACKAGES"] = packages,
        ["MSBuildSDKsPath"] = null,
        ["MSBuildExtensionsPath"] = null,
        ["MSBUILD_EXE_PATH"] = null,
        ["DOTNET_CLI_HOME"] = home,
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",
    };

    public string Folder => folder;

    public string PathOf(string relativePath) => Path.Combine(folder, relativePath);

    /// <summary>Builds a target of a project, as <c>dotnet build -t:TARGET</c> in its folder.</summary>
    /// <param name="project">Folder of the project, relative to the sample.</param>
    /// <param name="arguments">What follows <c>dotnet build</c>.</param>
    public Task<ProgramResult> BuildAsync(string project, params string[] arguments) => RunAsync(project, "dotnet", ["build", .. arguments]);

    public Task<ProgramResult> RunAsync(string project, string program, params string[] arguments) =>
        Programs.RunAsync(new ProgramCall(program, arguments) { Folder = PathOf(project), Environment = environment });

    /// <summary>Replaces text in a file of the sample, which has to have it.</summary>
    public void Replace(string file, string text, string other)
    {
        var content = File.ReadAllText(PathOf(file));
        Assert.Contains(text, content, StringComparison.Ordinal);
        File.WriteAllText(PathOf(file), content.Replace(text, other, StringComparison.Ordinal));
    }

    /// <summary>The folder that plays a <c>local:</c> host.</summary>
    public string LocalHost(string name) => Assert.Single(
        Directory.EnumerateDirectories(folder, name, SearchOption.AllDirectories),
        path => path.Contains("/.remotedeploy/", StringComparison.Ordinal) && Directory.Exists(Path.Combine(path, ".remotedeploy")));

    /// <summary>The link to the active release on a <c>local:</c> host.</summary>
    public string Current(string host) => Assert.Single(Directory.EnumerateDirectories(LocalHost(host), "current", SearchOption.AllDirectories));

    /// <summary>The name of the active release on a <c>local:</c> host.</summary>
    public string Release(string host) => Path.GetFileName(new DirectoryInfo(Current(host)).LinkTarget!);
}
