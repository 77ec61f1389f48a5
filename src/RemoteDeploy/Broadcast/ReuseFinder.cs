using System.Globalization;
using System.Text;
using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Remoting;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Broadcast;

/// <summary>Finds what a host has of a payload already: the release before, then any kept release of any application.</summary>
/// <param name="session">The host.</param>
/// <param name="folder">The application's folder.</param>
/// <param name="inspection">What the application has there.</param>
internal sealed class ReuseFinder(HostSession session, string folder, Inspection inspection)
{
    /// <summary>True when copies of files that the host knows by their record need not be read again.</summary>
    public bool TrustsRecords { get; init; }

    // Below this the question costs as much as sending.
    private const long SmallestAsked = 64 * 1024;

    /// <summary>Finds it.</summary>
    /// <param name="payload">What is to be there.</param>
    /// <param name="damaged">Paths that are wrong in the release that has this payload; empty for none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Attempt<Reuse>> FindAsync(Manifest payload, IReadOnlySet<string> damaged, CancellationToken cancellationToken)
    {
        var reuse = new Reuse();
        if (Earlier(payload) is { } name)
        {
            var read = await ManifestReader.ReadAsync(session, folder, name, cancellationToken);
            if (read.TryGet(out var earlier, out var faults))
            {
                var isProven = inspection.Receipts.TryGetValue(name, out var receipt) && receipt.Manifest == earlier.Digest;
                reuse.TakeSamePaths(payload, earlier, $"{folder}/releases/{name}", damaged, TrustsRecords && isProven);
            }
            else if (faults.Any(fault => fault.Code.Category == FaultCategory.Infrastructure))
            {
                // Without a readable manifest nothing is taken from that release; a host that is gone is another matter.
                return Attempt<Reuse>.Failed(faults);
            }
        }

        var missing = payload.Files.Where(entry => entry.Size > 0 && !reuse.Paths.Contains(entry.Path) && !damaged.Contains(entry.Path)).ToList();
        return inspection.HasKept && missing.Sum(entry => entry.Size) >= SmallestAsked
            ? await AskAsync(reuse, missing, cancellationToken)
            : reuse;
    }

    // The release with this very payload, the active one, the latest.
    private string? Earlier(Manifest payload) => inspection.With(payload.Digest)
        ?? (inspection.Current is { } current && inspection.Receipts.ContainsKey(current)
            ? current
            : inspection.Receipts.Values.OrderByDescending(receipt => receipt.Verified).FirstOrDefault()?.Release);

    private async Task<Attempt<Reuse>> AskAsync(Reuse reuse, List<ManifestEntry> missing, CancellationToken cancellationToken)
    {
        var digests = string.Concat(missing.Select(entry => entry.Digest).Distinct().Select(digest => digest + "\n"));
        var answered = await session.StepAsync(new ScriptCall("have", session.Base) { Data = Encoding.ASCII.GetBytes(digests) }, cancellationToken);
        if (!answered.TryGet(out var reply, out var faults))
        {
            return Attempt<Reuse>.Failed(faults);
        }

        var sources = Numbered(reply.Values("source")).ToDictionary(source => source.Number, source => source.Text);
        var there = new Dictionary<ContentDigest, (ManifestEntry Entry, string From)>();
        foreach (var (number, line) in Numbered(reply.Values("file")))
        {
            if (sources.TryGetValue(number, out var from) && Manifest.TryParseEntry(line, out var entry) && entry!.Kind == EntryKind.File)
            {
                there.TryAdd(entry.Digest, (entry, from));
            }
        }

        foreach (var entry in missing)
        {
            if (there.TryGetValue(entry.Digest, out var found))
            {
                reuse.Take(entry, found.Entry, found.From);
            }
        }

        return reuse;
    }

    private static IEnumerable<(int Number, string Text)> Numbered(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (line.Split(' ', 2) is [var number, var text] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                yield return (value, text);
            }
        }
    }
}
