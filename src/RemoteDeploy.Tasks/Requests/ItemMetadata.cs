using Microsoft.Build.Framework;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tasks.Requests;

/// <summary>
/// What a user wrote on items of one kind. MSBuild answers for names of its own on every item (<c>Identity</c> is the item's text,
/// <c>Directory</c> its folder), so that only the names listed here can be read, and none of those is one of MSBuild's.
/// </summary>
/// <param name="itemType">The kind of item.</param>
/// <param name="known">The metadata that are settings.</param>
internal sealed class ItemMetadata(string itemType, params string[] known)
{
    private const string DefiningProject = "DefiningProject";
    private const int ShortestTypo = 3;

    private static readonly string[] WellKnown =
    [
        "Identity", "FullPath", "RootDir", "Filename", "Extension", "RelativeDir", "Directory", "RecursiveDir",
        "ModifiedTime", "CreatedTime", "AccessedTime",
    ];

    /// <summary>The metadata that are settings.</summary>
    internal IReadOnlyList<string> Known { get; } = Array.Find(known, IsOfMSBuild) is { } reserved
        ? throw new ArgumentException($"MSBuild gives every item a value for {reserved}", nameof(known))
        : known;

    /// <summary>The text; null when nothing is written there.</summary>
    internal string? Text(ITaskItem item, string name) => Raw(item, name).Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The text as it is; empty when nothing is written there.</summary>
    internal string Raw(ITaskItem item, string name) => Known.Contains(name, StringComparer.Ordinal)
        ? item.GetMetadata(name)
        : throw new ArgumentException($"{name} is no setting of {itemType}", nameof(name));

    /// <summary>Metadata that a slip of the keyboard keeps from being a setting; all else belongs to the user.</summary>
    internal IEnumerable<Fault> Misspelled(ITaskItem item, SourceLocation location) =>
        from name in item.MetadataNames.Cast<string>()
        where name.Length >= ShortestTypo && !IsOfMSBuild(name) && !Known.Contains(name, StringComparer.OrdinalIgnoreCase)
        let meant = NearMiss.Find(name, Known)
        where meant is not null
        select new Fault(FaultCatalog.BadUsage, $"The {itemType} item {SafeText.Line(item.ItemSpec, 100)} has the metadata {SafeText.Line(name, 100)}, which sets nothing")
        {
            Expected = string.Join(", ", Known),
            Location = location,
            Try = $"Did you mean {meant}? If it is your own, give it a name that is not so like it",
        };

    private static bool IsOfMSBuild(string name) =>
        name.StartsWith(DefiningProject, StringComparison.OrdinalIgnoreCase) || WellKnown.Contains(name, StringComparer.OrdinalIgnoreCase);
}
