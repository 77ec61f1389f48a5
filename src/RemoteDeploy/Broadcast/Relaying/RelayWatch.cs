namespace RemoteDeploy.Broadcast.Relaying;

/// <summary>Finds the station that holds up a stream, from what all of them say.</summary>
internal static class RelayWatch
{
    /// <summary>A station speaks every second. Silent for longer, while others speak, it counts as gone.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(3);

    /// <summary>A stream that moves nowhere for longer is held up by somebody.</summary>
    public static readonly TimeSpan LongestStandstill = TimeSpan.FromSeconds(5);

    /// <summary>A connection from host to host that is not there after this long will not come.</summary>
    public static readonly TimeSpan LongestConnecting = TimeSpan.FromSeconds(7);

    // More than this between two stations is no longer what is on its way.
    private const long OnTheWay = 64 * 1024;

    /// <summary>What a station looks like at one moment.</summary>
    /// <param name="Feeder">Its feeder; -1 for the controller.</param>
    /// <param name="Silent">Time since it last spoke.</param>
    /// <param name="Still">Time since it last got bytes, or since the start.</param>
    /// <param name="Received">Bytes it got.</param>
    internal readonly record struct Look(int Feeder, TimeSpan Silent, TimeSpan Still, long Received)
    {
        /// <summary>True when nothing more comes for it.</summary>
        public bool IsDone { get; init; }

        /// <summary>True when its feeder has reached it; always for one that the controller feeds.</summary>
        public bool IsConnected { get; init; }
    }

    /// <summary>Looks at all stations.</summary>
    /// <param name="stations">The stations.</param>
    /// <param name="elapsed">Time since the stream was let go.</param>
    /// <returns>The station that has to be left out, and why; null when all is well.</returns>
    public static (int Station, RelayTrouble Trouble)? Judge(IReadOnlyList<Look> stations, TimeSpan elapsed)
    {
        var open = Enumerable.Range(0, stations.Count).Where(station => !stations[station].IsDone).ToList();

        // When nobody speaks, it is this machine that is cut off, and nobody's fault: what was last heard tells nothing of now.
        if (open.Count == stations.Count && open.TrueForAll(station => stations[station].Silent > LongestSilence))
        {
            return null;
        }

        foreach (var station in open.Where(station => stations[station].Silent > LongestSilence))
        {
            return (station, RelayTrouble.Silent);
        }

        foreach (var station in open.Where(station => !stations[station].IsConnected && elapsed > LongestConnecting))
        {
            return (station, RelayTrouble.NotReached);
        }

        return open.Count > 0 && open.TrueForAll(station => stations[station].Still > LongestStandstill) ? FindHoldUp(stations, open) : null;
    }

    // The stream stands before the station that has got much less than the one that feeds it. A stream that stands at the
    // controller's own door is not the relay's matter.
    private static (int Station, RelayTrouble Trouble)? FindHoldUp(IReadOnlyList<Look> stations, List<int> open)
    {
        var worst = open
            .Where(station => stations[station].Feeder >= 0)
            .Select(station => (Station: station, Gap: stations[stations[station].Feeder].Received - stations[station].Received))
            .OrderByDescending(found => found.Gap)
            .FirstOrDefault((Station: -1, Gap: 0L));
        return worst.Gap > OnTheWay ? (worst.Station, RelayTrouble.HeldUp) : null;
    }
}
