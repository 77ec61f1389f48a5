namespace RemoteDeploy.Results.BuildServers;

/// <summary>Source paths as a build server knows them: relative to the repository.</summary>
internal static class SourcePath
{
    // Deterministic builds map the repository to this.
    private const string Mapped = "/_/";

    /// <summary>The path below the repository, with forward slashes; as it is when it lies elsewhere.</summary>
    /// <param name="file">Path of a stack trace.</param>
    /// <param name="root">The repository on the machine that built; null when not known.</param>
    public static string Of(string file, string? root)
    {
        var path = file.Replace('\\', '/');
        var above = root?.Replace('\\', '/').TrimEnd('/') + "/";
        return path.StartsWith(Mapped, StringComparison.Ordinal) ? path[Mapped.Length..]
            : above.Length > 1 && path.StartsWith(above, StringComparison.Ordinal) ? path[above.Length..]
            : path;
    }
}
