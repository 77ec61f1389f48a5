using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Verification;

/// <summary>Names of a payload that are one name where a file system ignores case.</summary>
internal static class Collisions
{
    /// <summary>Where something is missing, names what has most likely taken its place.</summary>
    /// <param name="faults">What was found; changed in place.</param>
    /// <param name="manifest">What should be there.</param>
    public static void Name(List<Fault> faults, Manifest manifest)
    {
        var missing = faults.Where(fault => fault.Code == FaultCatalog.FileMissing).Select(fault => fault.Path).ToHashSet(StringComparer.Ordinal);
        if (missing.Count == 0)
        {
            return;
        }

        var twins = manifest.Entries.GroupBy(entry => entry.Path, StringComparer.OrdinalIgnoreCase).Where(group => group.Skip(1).Any())
            .SelectMany(group => group.Select(entry => (entry.Path, Twin: group.First(other => other.Path != entry.Path).Path)))
            .Where(pair => !missing.Contains(SafeText.Line(pair.Twin)))
            .DistinctBy(pair => SafeText.Line(pair.Path), StringComparer.Ordinal)
            .ToDictionary(pair => SafeText.Line(pair.Path), pair => pair.Twin, StringComparer.Ordinal);
        for (var at = 0; at < faults.Count; at++)
        {
            if (faults[at].Code == FaultCatalog.FileMissing && faults[at].Path is { } path && twins.TryGetValue(path, out var twin))
            {
                faults[at] = faults[at] with
                {
                    Expected = "a file system that tells the two apart",
                    Found = $"'{SafeText.Line(twin)}' of the payload, which is the same name where case is ignored",
                    Try = "Rename one of the two, or choose a folder on another file system",
                };
            }
        }
    }
}
