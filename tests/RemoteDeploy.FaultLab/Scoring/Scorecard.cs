using System.Globalization;
using System.Text.Json;
using RemoteDeploy.FaultLab.Cases;

namespace RemoteDeploy.FaultLab.Scoring;

/// <summary>The same faults on what people use today and on our tool: one file to three hosts, one of which is struck.</summary>
internal static class Scorecard
{
    private const int Cap = 60;
    private static readonly string[] Faults = ["1", "2", "2b", "3", "5", "8", "9", "11", "14", "15b", "26", "27", "36", "34s"];

    // The bits that flip are of the file that is copied, and the copy is made again.
    private static readonly FaultCase Flipped = new("34s", "a bit flipped after a copy; the same copy again")
    {
        Prepare = async scene =>
        {
            foreach (var host in scene.Fleet.Hosts)
            {
                await TestSupport.Programs.MustRunAsync("cp", "-a", Path.Combine(scene.New.Path, "big"), host.Outside("/srv/put/payload/big"));
            }

            await scene.OnVictimAsync("cd /srv/put/payload; touch -r big /run/time; printf X | dd of=big bs=1 seek=1000 conv=notrunc 2>/dev/null; touch -r /run/time big");
        },
        Expect = Expectation.Unharmed with { MayBeChanged = true },
    };

    /// <summary>Runs it, prints a table, writes a file.</summary>
    /// <param name="tool">Our tool.</param>
    /// <param name="only">Ids of faults and parts of names of peers; null for all.</param>
    /// <param name="json">File for all verdicts; null for none.</param>
    public static async Task RunAsync(string tool, IReadOnlyList<string>? only, FileInfo? json)
    {
        var faults = FaultTable.All.Append(Flipped).Where(fault => (fault.Verbs.Contains("deploy") || fault.Verbs.Contains("put")) && Faults.Contains(fault.Id, StringComparer.Ordinal) && Wanted(only, Faults, fault.Id)).ToList();
        var peers = Peer.All.Where(peer => only is null || !only.Any(IsPeer) || only.Any(name => peer.Name.Contains(name, StringComparison.Ordinal))).ToList();
        var verdicts = new List<(Peer Peer, Verdict Verdict)>();
        Console.WriteLine("Cells: exit code; ! silent success, H hung after 60 s, T half written at the final name, F false alarm, Ln n things left behind, seconds until the host is named");
        Console.WriteLine($"{"",-26}" + string.Concat(faults.Select(fault => $"{fault.Id,-13}")));
        foreach (var peer in peers)
        {
            Console.Write($"{peer.Name,-26}");
            foreach (var fault in faults)
            {
                var verdict = peer.CanRun
                    ? await new Trial(fault with { Cap = Cap, Heal = null, Options = [] }, new CopyingOneFile(peer), tool).RunAsync()
                    : new Verdict(fault.Id, fault.Name) { Skipped = "not installed" };
                verdicts.Add((peer, verdict));
                Console.Write($"{Cell(verdict),-13}");
            }

            Console.WriteLine();
        }

        peers.ForEach(peer => Console.WriteLine(Sum(peer, [.. verdicts.Where(pair => pair.Peer == peer).Select(pair => pair.Verdict)])));
        if (json is not null)
        {
            await File.WriteAllTextAsync(json.FullName, JsonSerializer.Serialize(verdicts.Select(pair => new { Peer = pair.Peer.Name, pair.Verdict }), Table.Format));
        }
    }

    private static bool IsPeer(string name) => Peer.All.Any(peer => peer.Name.Contains(name, StringComparison.Ordinal));

    private static bool Wanted(IReadOnlyList<string>? only, string[] ids, string id) =>
        only is null || !only.Any(ids.Contains) || only.Contains(id, StringComparer.Ordinal);

    private static string Cell(Verdict verdict) => verdict.Skipped is not null
        ? "n/a"
        : string.Create(CultureInfo.InvariantCulture, $"{(verdict.Hung ? "H" : verdict.Exit)}{(verdict.SilentSuccess ? "!" : "")}{(verdict.Torn > 0 ? "T" : "")}{(verdict.FalseAlarm ? "F" : "")}{(verdict.Leftovers.Count > 0 ? $"L{verdict.Leftovers.Count}" : "")}{verdict.Notice: 0.0}");

    private static string Sum(Peer peer, List<Verdict> verdicts)
    {
        var tried = verdicts.Where(verdict => verdict.Skipped is null).ToList();
        var named = tried.Where(verdict => verdict.Notice is not null).Select(verdict => verdict.Notice!.Value).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{peer.Name,-26}{tried.Count} tried: silent successes {tried.Count(verdict => verdict.SilentSuccess)}, hangs {tried.Count(verdict => verdict.Hung)}, half written {tried.Count(verdict => verdict.Torn > 0)}, false alarms {tried.Count(verdict => verdict.FalseAlarm)}, left behind {tried.Sum(verdict => verdict.Leftovers.Count)}, longest until the host is named {(named.Count == 0 ? "-" : named.Max().ToString("0.0", CultureInfo.InvariantCulture))} s");
    }
}
