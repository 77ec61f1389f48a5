namespace RemoteDeploy.Tasks.Requests;

/// <summary>Paths of this machine as people write them in projects and inventories.</summary>
internal static class LocalPath
{
    /// <summary>The absolute path: <c>~/…</c> from the home folder, others from the folder of the project.</summary>
    internal static string Resolve(string path, ProjectSource source)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var expanded = home.Length > 0 && path.StartsWith("~/", StringComparison.Ordinal) ? home + path[1..] : path;
        return Path.GetFullPath(expanded, Path.GetDirectoryName(source.Project)!);
    }
}
