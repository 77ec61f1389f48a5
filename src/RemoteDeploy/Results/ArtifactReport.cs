using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Results;

/// <summary>Artifacts of a suite on one host.</summary>
internal sealed record ArtifactReport
{
    private const int MostNamed = 10;

    /// <summary>Whole files that are here, absolute paths, whichever call brought them.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Bytes of those files.</summary>
    public long Bytes { get; init; }

    /// <summary>Bytes of content that came over the wire; what an earlier call had brought already is not among them.</summary>
    public long BytesFetched { get; init; }

    /// <summary>What was not brought here, with the reason.</summary>
    public IReadOnlyList<LeftArtifact> LeftOut { get; init; } = [];

    /// <summary>What did not come although it should have.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>All files of a suite, each once: an earlier process of the run may have left some, in part, where others are looked for.</summary>
    /// <param name="others">What else the suite left.</param>
    public IReadOnlyList<string> With(IEnumerable<string> others) =>
        [.. others.Where(file => !PartialFile.IsName(Path.GetFileName(file))).Union(Files, StringComparer.Ordinal)];

    /// <summary>A sentence for each reason that something was left out for, safe to print.</summary>
    public IEnumerable<string> Notes(string suite) => LeftOut
        .GroupBy(left => left.Why, StringComparer.Ordinal)
        .Select(group => $"suite '{SafeText.Line(suite)}': {Amount.Of(group.Count(), "artifact")} not brought here, {group.Key}: {Named([.. group])}");

    private static string Named(List<LeftArtifact> left)
    {
        var named = string.Join(", ", left.Take(MostNamed).Select(one => $"{SafeText.Line(one.Name, 200)} ({Amount.Bytes(one.Size)})"));
        return left.Count <= MostNamed ? named : $"{named}, and {Amount.Of(left.Count - MostNamed, "other")}";
    }
}
