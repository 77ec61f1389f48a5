using RemoteDeploy.Inventory;
using RemoteDeploy.Planning;

namespace RemoteDeploy.Broadcast.Relaying;

/// <summary>Decides how a stream gets to several hosts, from what is known of sizes and links.</summary>
/// <param name="mode">What was asked for.</param>
/// <param name="links">What the inventory says of links.</param>
internal sealed class RelayPlan(RelayMode mode, LinkRates links)
{
    // Programs that are compressed come to about this part of their size.
    private const double Compressed = 0.45;

    // Connecting from host to host, and what each host on the way adds.
    private const double Start = 0.5;
    private const double PerHost = 0.02;

    private const double FastLink = 40e6;

    // A stream that is smaller is through before hosts have connected to each other.
    private const long LeastBytes = 256 * 1024;

    // Less is sent before a measurement could pay.
    private const long LeastBytesInAll = 8 << 20;

    // Less than this is not worth any trouble that hosts may have with each other.
    private const double LeastGain = 2;

    /// <summary>How long hosts that are there wait for the others at least. Who asks for a relay by name wants all of them in it.</summary>
    public TimeSpan LeastPatience => TimeSpan.FromSeconds(mode == RelayMode.Auto ? 0.75 : 5);

    /// <summary>True when that many bytes are so many that the rate of the link decides how they are best sent.</summary>
    public static bool NeedsRate(long bytesInAll) => bytesInAll >= LeastBytesInAll;

    /// <summary>True when that many bytes to each of some hosts are worth finding out more.</summary>
    public bool IsWorthwhile(long bytes, int hosts) => bytes >= LeastBytes && (mode != RelayMode.Auto || NeedsRate(bytes * hosts));

    /// <summary>What it comes to.</summary>
    /// <param name="members">The hosts.</param>
    /// <param name="measured">Bytes per second to one of them; null when that is not known.</param>
    /// <returns>Chain or tree; off when each host is to be sent the stream directly.</returns>
    public RelayMode ModeFor(IReadOnlyList<RelayMember> members, double? measured)
    {
        var most = members.Count == 0 ? 0 : members.Max(member => member.Bytes);
        if (mode != RelayMode.Auto || members.Count < 2 || most < LeastBytes)
        {
            return members.Count < 2 || most < LeastBytes ? RelayMode.Off : mode;
        }

        // Hosts on this very machine have no links to save.
        if (members.All(member => member.Run.Facts!.Addresses[0] is "127.0.0.1" or "::1"))
        {
            return RelayMode.Off;
        }

        var bytes = most * (members[0].Encoding is not null ? Compressed : 1);

        // On a fast link a measurement tells what this machine's processors had left for it while hosts connected.
        var way = measured > FastLink ? measured * 2 : measured;
        var slowest = members.Min(member => links.Of(member.Run.Host)) ?? way;
        var uplink = links.Uplink ?? way ?? slowest;
        if (uplink is not { } fromHere)
        {
            return RelayMode.Off;
        }

        var direct = Math.Max(members.Count * bytes / fromHere, bytes / (slowest ?? fromHere));
        var chain = (bytes / Math.Min(fromHere, slowest ?? fromHere)) + Start + (PerHost * members.Count);
        return direct - chain > LeastGain ? RelayMode.Chain : RelayMode.Off;
    }

    /// <summary>The order in which hosts are passed through: as asked for, but slow ones last, so that they hold up nobody.</summary>
    public IEnumerable<RelayMember> Order(IEnumerable<RelayMember> members) =>
        members.OrderByDescending(member => links.Of(member.Run.Host) ?? double.MaxValue);
}
