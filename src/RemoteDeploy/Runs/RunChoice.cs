using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Runs;

/// <summary>Finds run folders of this machine by what people call them.</summary>
internal static class RunChoice
{
    /// <summary>Finds a run that can be gone back to.</summary>
    /// <returns>Its folder and what was saved of it, or RD0024.</returns>
    public static Attempt<(string Folder, SavedRun Saved)> Find(string workFolder, string name)
    {
        var folders = RunNames.Known(workFolder);
        var found = name == RunNames.Last
            ? Last(folders)
            : RunNames.Matching(folders, name);
        if (found is [var one])
        {
            return SavedRun.Read(one) is { } saved ? (one, saved) : Unknown(name, "it has no suites, or had not come to them", folders);
        }

        return Unknown(name, found.Count == 0 ? null : $"{found.Count} runs begin with it", folders);
    }

    // The latest, but for those that were over before they had jobs: one that found its hosts busy is not what anybody means.
    private static IReadOnlyList<string> Last(IReadOnlyList<string> folders)
    {
        List<string> saved = [.. folders.Where(folder => File.Exists(Path.Combine(folder, SavedRun.FileName))).Reverse()];
        return [.. saved.Where(folder => File.Exists(Path.Combine(folder, RunFolder.JobsFile)) || !RunFolder.IsOver(folder)).Concat(saved).Take(1)];
    }

    /// <summary>What to say of a name that no run folder here begins with.</summary>
    /// <returns>RD0024; nothing when there is such a run.</returns>
    public static IEnumerable<Fault> Unknown(string workFolder, string name)
    {
        var folders = RunNames.Known(workFolder);
        return RunNames.Matching(folders, name).Count > 0 ? [] : [Unknown(name, null, folders)];
    }

    private static Fault Unknown(string name, string? found, IReadOnlyList<string> folders) => new(FaultCatalog.UnknownRun, $"There is no run '{SafeText.Line(name, 80)}' to go back to here")
    {
        Found = found,
        Try = folders.Count > 0 && NearMiss.Find(name, folders.Select(folder => Path.GetFileName(folder))) is { } meant ? $"Did you mean {meant}?" : "Look into .remotedeploy/runs/",
    };
}
