using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Activation;

/// <summary>What a host has of an application.</summary>
/// <param name="Current">Name of the active release; null when there is none.</param>
/// <param name="Names">Names of all kept releases.</param>
/// <param name="Receipts">Receipts of the kept releases, readable ones, by release name.</param>
/// <param name="History">Names of releases in the order in which they became active, latest last.</param>
/// <param name="Notes">What was put right while looking: stale locks, leftovers.</param>
internal sealed record Inspection(
    string? Current, IReadOnlySet<string> Names, IReadOnlyDictionary<string, Receipt> Receipts, IReadOnlyList<string> History, IReadOnlyList<string> Notes)
{
    /// <summary>True when some application on the host keeps a release.</summary>
    public bool HasKept { get; init; }

    /// <summary>Jobs whose folders are there, as <c>RUN/JOB</c>.</summary>
    public IReadOnlyList<string> Jobs { get; init; } = [];

    /// <summary>Reads the lines of <c>inspect</c> and <c>lease</c>.</summary>
    public static Inspection Read(Reply reply)
    {
        var receipts = new Dictionary<string, Receipt>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parts in reply.Values("release").Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2 && IsName(parts[0])))
        {
            names.Add(parts[0]);
            if (Receipt.TryParse(parts[1], out var receipt) && receipt!.Release == parts[0])
            {
                receipts[parts[0]] = receipt;
            }
        }

        var target = reply.Values("current").FirstOrDefault();
        var current = target is not null && target.StartsWith("releases/", StringComparison.Ordinal) ? target["releases/".Length..] : target;
        var notes = reply.Values("broke").Select(other => $"broke the stale lock of run {SafeText.Line(other.Split('|')[0], 60)}")
            .Concat(reply.Values("swept").Select(name => $"removed leftovers of an earlier run: {SafeText.Line(name, 60)}"));
        return new Inspection(
            current is null || IsName(current) ? current : SafeText.Line(current, 100),
            names,
            receipts,
            [.. reply.Values("activation").Select(line => line.Split(' ')).Where(parts => parts.Length >= 2 && IsName(parts[1])).Select(parts => parts[1])],
            [.. notes])
        {
            HasKept = reply.Lines.Contains("kept", StringComparer.Ordinal),
            Jobs = [.. reply.Values("job")],
        };
    }

    // Names that releases are given. Another one was not made by us, and is a name of nothing here.
    private static bool IsName(string name) =>
        name.Length is > 0 and <= 200 && name[0] is not ('.' or '-') && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '+' or '-');

    /// <summary>The release to go back to: the one active last before the present one with other content, still kept.</summary>
    public string? Previous()
    {
        var now = Current is not null && Receipts.TryGetValue(Current, out var receipt) ? receipt.Manifest : null;
        return History.Reverse().FirstOrDefault(name => name != Current && Receipts.TryGetValue(name, out var other) && other.Manifest != now);
    }

    /// <summary>A kept release with exactly this manifest, the active one first.</summary>
    public string? With(string manifest) => Receipts.Values
        .Where(receipt => receipt.Manifest == manifest)
        .OrderByDescending(receipt => receipt.Release == Current)
        .ThenByDescending(receipt => receipt.Verified)
        .FirstOrDefault()?.Release;

    /// <summary>A release name that is free here: the wanted one, or with <c>.2</c>, <c>.3</c> … behind it.</summary>
    public string FreeName(string wanted) => Enumerable.Range(1, int.MaxValue)
        .Select(number => number == 1 ? wanted : $"{wanted}.{number}")
        .First(name => !Names.Contains(name) && name != Current);
}
