using System.CommandLine;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting.Stored;
using RemoteDeploy.Tool.CommandLine;

namespace RemoteDeploy.Tool.Requests;

/// <summary>Runs that are over, as people name them.</summary>
internal static class StoredRuns
{
    /// <summary>The run of a name, the beginning of one, a folder, or <c>last</c>.</summary>
    public static Attempt<StoredRun> Find(string workFolder, string name, Surroundings here) =>
        StoredRun.Find(workFolder, name.Contains('/', StringComparison.Ordinal) || name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || name is "." or ".." ? LocalPath.Resolve(name, here) : name);

    /// <summary>Where the verbs that make runs put them.</summary>
    public static string WorkFolder(ParseResult parse, FleetOptions options, Surroundings here) =>
        InventoryChoice.Load(parse.GetValue(options.Inventory), here).TryGet(out var inventory, out _) ? Fleet.WorkFolderOf(inventory, here) : here.WorkFolder;

    /// <summary>The latest names, for the shell's completion.</summary>
    public static IEnumerable<string> Names(ParseResult parse, FleetOptions options, Surroundings here)
    {
        var runs = Path.Combine(WorkFolder(parse, options, here), EngineOptions.OwnFolder, "runs");
        return Directory.Exists(runs) ? Directory.GetDirectories(runs).Select(folder => Path.GetFileName(folder)).OrderDescending(StringComparer.Ordinal).Take(20).Prepend("last") : [];
    }
}
