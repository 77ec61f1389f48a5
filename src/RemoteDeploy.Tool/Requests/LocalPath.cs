namespace RemoteDeploy.Tool.Requests;

/// <summary>Paths of this machine as people write them. The only place that knows the user's home folder.</summary>
internal static class LocalPath
{
    /// <summary>The absolute path: <c>~</c> and <c>~/…</c> from the home folder, others from the working folder.</summary>
    public static string Resolve(string path, Surroundings here) => Path.GetFullPath(ExpandHome(path, here), here.WorkFolder);

    /// <summary>The path with a leading <c>~</c> replaced; any other as it is.</summary>
    public static string ExpandHome(string path, Surroundings here) =>
        here.Home is { } home && (path == "~" || path.StartsWith("~/", StringComparison.Ordinal)) ? home + path[1..] : path;

    /// <summary>The path below the working folder when that is shorter to read, else as it is.</summary>
    public static string ForReading(string path, string workFolder)
    {
        var below = Path.GetRelativePath(workFolder, path);
        return below.StartsWith("..", StringComparison.Ordinal) ? path : below;
    }
}
