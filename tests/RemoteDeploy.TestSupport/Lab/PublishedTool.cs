namespace RemoteDeploy.TestSupport.Lab;

/// <summary>Builds the tool as users get it: Release, with native code for this machine.</summary>
public static class PublishedTool
{
    /// <summary>The assembly for <c>dotnet</c> to run.</summary>
    /// <param name="folder">Where it goes.</param>
    public static async Task<string> BuildAsync(string folder)
    {
        var project = Path.Combine(Repository(), "src", "RemoteDeploy.Tool", "RemoteDeploy.Tool.csproj");
        await Programs.MustRunAsync(
            "dotnet",
            "publish", project, "-c", "Release", "-r", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier,
            "--self-contained", "false", "-p:PublishReadyToRun=true", "-p:RunAnalyzers=false", "--nologo", "-v", "quiet",
            "--artifacts-path", Path.Combine(folder, "build"), "-o", Path.Combine(folder, "tool"));
        return Path.Combine(folder, "tool", "dotnet-remotedeploy.dll");
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RemoteDeploy.Tasks.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException(
            "The tool cannot be built: this program is not below the folder of RemoteDeploy.Tasks.sln. Name a built tool with --tool.");
    }
}
