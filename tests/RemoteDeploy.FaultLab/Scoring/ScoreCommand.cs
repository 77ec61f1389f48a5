using System.Collections.Concurrent;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab.Scoring;

/// <summary><c>score</c>: the same faults on what people use today and on our tool.</summary>
internal static class ScoreCommand
{
    private static readonly Option<string?> Only = new("--only") { Description = "Faults by their ids and peers by parts of their names, separated by commas: 9,36,rsync" };
    private static readonly Option<int> Beside = new("--side-by-side") { Description = "Bouts that are held at the same time; those of our tool, whose seconds are held to bounds, are fewer", DefaultValueFactory = _ => 6 };
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "File for all results; what is there of earlier calls stays, unless it is measured anew" };
    private static readonly Option<FileInfo?> Markdown = new("--table") { Description = "File for the tables, of all results that --json holds" };
    private static readonly Option<string?> Tool = new("--tool") { Description = "A built dotnet-remotedeploy.dll [default: built first]" };
    private static readonly Option<bool> Mutations = new("--mutations") { Description = "Instead, take from our tool verification, deadlines, lock and snapshot, one after the other: each time it must score worse" };

    /// <summary>The command line.</summary>
    public static Command Create()
    {
        var command = new Command("score", "Puts what people use today, and our tool, to the same faults.") { Only, Beside, Json, Markdown, Tool, Mutations };
        command.SetAction((parse, _) => RunAsync(parse));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse)
    {
        if (ShapedFleet.WhyNot() is { } reason)
        {
            await Console.Error.WriteLineAsync($"Cannot run: {reason}");
            return 64;
        }

        using var workspace = new Workspace();
        var only = parse.GetValue(Only)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        var tool = parse.GetValue(Tool) is { } path ? Path.GetFullPath(path) : await PublishedTool.BuildAsync(workspace.Folder);
        if (parse.GetValue(Mutations))
        {
            return await MutationCheck.RunAsync(tool, workspace.Folder, only);
        }

        var faults = ScoredFaults.All.Where(fault => !only.Any(IsFault) || only.Contains(fault.Id)).ToList();
        var peers = Peer.All.Where(peer => !only.Any(IsPeer) || only.Any(part => IsPart(peer, part))).ToList();
        var scores = Earlier(parse.GetValue(Json)).ToDictionary(score => (score.Peer, score.Fault));
        foreach (var score in await ScoreAsync(peers, faults, parse.GetValue(Beside), tool))
        {
            scores[(score.Peer, score.Fault)] = score;
        }

        await WriteAsync([.. scores.Values], parse.GetValue(Json), parse.GetValue(Markdown));
        return 0;
    }

    private static async Task<IEnumerable<Score>> ScoreAsync(List<Peer> peers, List<ScoredFault> faults, int beside, string tool)
    {
        var scores = new ConcurrentBag<Score>();
        async Task PeerAsync(Peer peer, SemaphoreSlim lanes)
        {
            // First without any fault: it is a false alarm otherwise, and tells how long hosts have to wait.
            double? usual = null;
            async Task BoutAsync(ScoredFault fault)
            {
                await lanes.WaitAsync();
                try
                {
                    var bout = new Bout(peer, fault, fault == ScoredFaults.None ? null : usual, tool);
                    var score = await bout.RunAsync();
                    usual ??= bout.Served;
                    scores.Add(score);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{peer.Name,-34} {score.Fault,-32} {ScoreTable.Cell(score),-8} {score.Notice,5:0.0} {score.Seconds,5:0.0} s{Why(score)}"));
                }
                finally
                {
                    lanes.Release();
                }
            }

            await BoutAsync(ScoredFaults.None);
            await Task.WhenAll(faults.Where(fault => fault != ScoredFaults.None).Select(BoutAsync));
        }

        using var many = new SemaphoreSlim(beside);
        using var few = new SemaphoreSlim(Math.Min(beside, 3));
        await Task.WhenAll(peers.Where(peer => !peer.IsOurs).Select(peer => PeerAsync(peer, many)));
        await Task.WhenAll(peers.Where(peer => peer.IsOurs).Select(peer => PeerAsync(peer, few)));
        return scores;
    }

    private static string Why(Score score) => score.NotTried is { } why ? $"  {why}" : string.Concat(score.Left.Take(3).Select(left => $"\n      {left}"));

    private static IEnumerable<Score> Earlier(FileInfo? json) =>
        json is { Exists: true } ? JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(json.FullName)).GetProperty("scores").Deserialize<List<Score>>(Table.Format)! : [];

    private static async Task WriteAsync(IReadOnlyList<Score> scores, FileInfo? json, FileInfo? markdown)
    {
        var peers = new List<(Peer Peer, string Version)>();
        foreach (var peer in Peer.All.Where(peer => scores.Any(score => score.Peer == peer.Name)))
        {
            peers.Add((peer, await VersionAsync(peer)));
        }

        var order = ScoredFaults.All.Select(fault => $"{fault.Id} {fault.Name}").ToList();
        var sorted = scores.OrderBy(score => order.IndexOf(score.Fault)).ToList();
        var text = ScoreTable.Of(sorted, peers);
        Console.WriteLine();
        Console.WriteLine(text);
        if (json is not null)
        {
            var document = new
            {
                Time = DateTimeOffset.UtcNow,
                Peers = peers.Select(pair => new { pair.Peer.Name, pair.Peer.Flags, pair.Peer.IsBest, pair.Version, pair.Peer.Script }),
                Figures = peers.Select(pair => Figures.Of(pair.Peer.Name, [.. scores.Where(score => score.Peer == pair.Peer.Name)])),
                Scores = sorted,
            };
            await File.WriteAllTextAsync(json.FullName, JsonSerializer.Serialize(document, Table.Format));
        }

        if (markdown is not null)
        {
            await File.WriteAllTextAsync(markdown.FullName, text);
        }
    }

    private static async Task<string> VersionAsync(Peer peer)
    {
        if (!peer.CanRun || peer.IsOurs)
        {
            return peer.IsOurs ? "this one" : "not installed";
        }

        var said = await Programs.RunAsync(peer.VersionCommand[0], [.. peer.VersionCommand.Skip(1)]);
        return $"{peer.Program}: {(said.Output + said.Error).Trim().Split('\n')[0]}";
    }

    private static bool IsFault(string part) => ScoredFaults.All.Any(fault => fault.Id == part);

    private static bool IsPeer(string part) => Peer.All.Any(peer => IsPart(peer, part));

    private static bool IsPart(Peer peer, string part) => peer.Name.Contains(part, StringComparison.Ordinal);
}
