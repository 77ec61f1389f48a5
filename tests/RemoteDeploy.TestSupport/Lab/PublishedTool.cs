namespace RemoteDeploy.TestSupport.Lab;

/// <summary>Builds the tool as users get it: Release, with native code for this machine.</summary>
public static class PublishedTool
{
    /// <summary>The assembly for <c>dotnet</c> to run.</summary>
    /// <param name="folder">Where it goes.</param>
    public static Task<string> BuildAsync(string folder) => BuildAsync(folder, Repository);

    /// <inheritdoc cref="BuildAsync(string)"/>
    /// <param name="folder">Where it goes.</param>
    /// <param name="sources">The folder that has <c>src/</c>.</param>
    public static async Task<string> BuildAsync(string folder, string sources)
    {
        var project = Path.Combine(sources, "src", "RemoteDeploy.Tool", "RemoteDeploy.Tool.csproj");
        await Programs.MustRunAsync(
            "dotnet",
            "publish", project, "-c", "Release", "-r", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier,
            "--self-contained", "false", "-p:PublishReadyToRun=true", "-p:RunAnalyzers=false", "--nologo", "-v", "quiet",
            "--artifacts-path", Path.Combine(folder, "build"), "-o", Path.Combine(folder, "tool"));
        return Path.Combine(folder, "tool", "dotnet-remotedeploy.dll");
    }

    /// <summary>The folder of the sources that this program was built from.</summary>
    /// <exception cref="InvalidOperationException">It lies elsewhere.</exception>
    public static string Repository => Above(AppContext.BaseDirectory) ?? throw new InvalidOperationException(
        "The tool cannot be built: this program is not below the folder of RemoteDeploy.Tasks.sln. Name a built tool with --tool.");

    private static string? Above(string path)
    {
        var folder = new DirectoryInfo(path);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RemoteDeploy.Tasks.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
