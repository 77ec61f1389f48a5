namespace RemoteDeploy.Runs;

/// <summary>What people call runs of this machine.</summary>
internal static class RunNames
{
    /// <summary>The latest run.</summary>
    public const string Last = "last";

    /// <summary>All run folders, oldest first.</summary>
    public static IReadOnlyList<string> Known(string workFolder)
    {
        var runs = RunFolder.FolderOfRuns(workFolder);
        return Directory.Exists(runs) ? [.. Directory.GetDirectories(runs).Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>The folder of exactly this name, or else those whose names begin with it.</summary>
    public static IReadOnlyList<string> Matching(IReadOnlyList<string> known, string name) =>
        known.FirstOrDefault(folder => Path.GetFileName(folder) == name) is { } exact
            ? [exact]
            : [.. known.Where(folder => Path.GetFileName(folder).StartsWith(name, StringComparison.Ordinal))];
}
