using RemoteDeploy.Planning;

namespace RemoteDeploy.Broadcast.Relaying;

/// <summary>Who passes the stream on to whom. Stations are numbered from the controller outwards: each comes after the one it is fed by.</summary>
/// <param name="Stations">What the numbers stand for: indexes of the hosts that were asked for.</param>
/// <param name="Feeders">The number of the station that feeds each; -1 for the controller.</param>
internal sealed record RelayTopology(IReadOnlyList<int> Stations, IReadOnlyList<int> Feeders)
{
    // What one chain may lead through: beyond that, a second one costs less than the way through the first.
    private const int LongestChain = 64;

    /// <summary>Numbers of the stations that a station feeds.</summary>
    public IEnumerable<int> FedBy(int station) => Enumerable.Range(0, Feeders.Count).Where(other => Feeders[other] == station);

    /// <summary>Number of the station that is at a place, from 1 on, among those that a station feeds; null when it feeds none there.</summary>
    public int? FedBy(int station, int place) => FedBy(station).Select((fed, index) => (Fed: (int?)fed, Place: index + 1)).FirstOrDefault(found => found.Place == place).Fed;

    /// <summary>Draws up a topology.</summary>
    /// <param name="mode">Chain or tree.</param>
    /// <param name="canPassOn">For each host, in the order wanted, whether it can feed others.</param>
    public static RelayTopology Of(RelayMode mode, IReadOnlyList<bool> canPassOn)
    {
        var hosts = Enumerable.Range(0, canPassOn.Count).OrderByDescending(host => canPassOn[host]).ToList();
        var feeders = new List<int>();
        var fed = new int[hosts.Count];
        for (var station = 0; station < hosts.Count; station++)
        {
            var feeder = mode == RelayMode.Tree ? FirstWithRoom(station) : LastWithRoom(station);
            feeders.Add(feeder);
            if (feeder >= 0)
            {
                fed[feeder]++;
            }
        }

        return new RelayTopology(hosts, feeders);

        bool HasRoom(int station, int most) => canPassOn[hosts[station]] && fed[station] < most;

        int FirstWithRoom(int before) => Enumerable.Range(0, before).FirstOrDefault(station => HasRoom(station, 2), -1);

        int LastWithRoom(int before)
        {
            if (before % LongestChain == 0)
            {
                return -1;
            }

            // A host that cannot pass on ends a chain; another such host is fed beside it.
            return HasRoom(before - 1, 1) ? before - 1 : Enumerable.Range(0, before).LastOrDefault(station => HasRoom(station, 2), -1);
        }
    }
}
