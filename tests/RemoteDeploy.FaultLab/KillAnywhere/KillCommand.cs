using System.Collections.Concurrent;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab.KillAnywhere;

/// <summary><c>kill</c>: something dies at instants drawn over all of a run, and no instant may be a bad one.</summary>
internal sealed class KillCommand
{
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Instants at which something was killed", DefaultValueFactory = _ => 200 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Draws the same again", DefaultValueFactory = _ => Environment.TickCount & 0xFFFF };
    private static readonly Option<int> From = new("--from") { Description = "Number of the first round, to go on with a seed", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Minutes = new("--minutes") { Description = "Begins no round after so long", DefaultValueFactory = _ => 600 };
    private static readonly Option<int> Beside = new("--side-by-side") { Description = "Rounds that are run at the same time", DefaultValueFactory = _ => 4 };
    private static readonly Option<string?> Only = new("--only") { Description = "Works and strikes by parts of work/strike, separated by commas: chain/,/controller" };
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "File for all rounds" };
    private static readonly Option<string?> Tool = new("--tool") { Description = "A built dotnet-remotedeploy.dll [default: built first]" };
    private readonly ConcurrentDictionary<string, double> undisturbed = new(StringComparer.Ordinal);
    private readonly List<RoundVerdict> verdicts = [];
    private readonly ParseResult parse;
    private readonly string tool;
    private int number;

    private KillCommand(ParseResult parse, string tool) => (this.parse, this.tool, number) = (parse, tool, parse.GetValue(From) - 1);

    /// <summary>The command line.</summary>
    public static Command Create()
    {
        var command = new Command("kill", "Kills the tool, sessions, supervisors and cables at random instants, and judges each time from outside.")
        {
            Rounds, Seed, From, Minutes, Beside, Only, Json, Tool,
        };
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

        var only = parse.GetValue(Only)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var choice = Work.All.SelectMany(work => work.Strikes.Select(strike => (work, strike)))
            .Where(pair => only is null || only.Any(part => $"{pair.work.Name}/{pair.strike.Name}".Contains(part, StringComparison.Ordinal)))
            .ToList();
        if (choice.Count == 0)
        {
            await Console.Error.WriteLineAsync($"Nothing is picked by --only {parse.GetValue(Only)}.");
            return 64;
        }

        using var workspace = new Workspace();
        var built = parse.GetValue(Tool) is { } path ? Path.GetFullPath(path) : await PublishedTool.BuildAsync(workspace.Folder);
        return await new KillCommand(parse, built).RunAsync(choice);
    }

    private async Task<int> RunAsync(List<(Work Work, Strike Strike)> choice)
    {
        Console.WriteLine($"seed {parse.GetValue(Seed)}");
        foreach (var work in choice.Select(pair => pair.Work).Distinct())
        {
            undisturbed[work.Name] = await Round.MeasureAsync(work, tool);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{work.Name} takes {undisturbed[work.Name]:0.0} s undisturbed"));
        }


        await Task.WhenAll(Enumerable.Range(0, parse.GetValue(Beside)).Select(_ => LaneAsync(choice)));
        Console.WriteLine(Sum());
        if (parse.GetValue(Json) is { } json)
        {
            await File.WriteAllTextAsync(json.FullName, JsonSerializer.Serialize(new { Seed = parse.GetValue(Seed), Rounds = verdicts.OrderBy(verdict => verdict.Number) }, Table.Format));
        }

        return verdicts.TrueForAll(verdict => verdict.Problems.Count == 0) ? 0 : 1;
    }

    private async Task LaneAsync(List<(Work Work, Strike Strike)> choice)
    {
        var until = DateTime.UtcNow.AddMinutes(parse.GetValue(Minutes));
        while (Struck() < parse.GetValue(Rounds) && DateTime.UtcNow < until)
        {
            var plan = RoundPlan.Draw(parse.GetValue(Seed), Interlocked.Increment(ref number), choice);
            var verdict = await new Round(plan, undisturbed[plan.Work.Name], tool).RunAsync();
            lock (verdicts)
            {
                if (verdict.EndedBefore)
                {
                    // It took less than was measured: the machine is not equally quiet at all times.
                    undisturbed[plan.Work.Name] = (undisturbed[plan.Work.Name] + verdict.Seconds) / 2;
                }

                verdicts.Add(verdict);
                Console.WriteLine(verdict.Line());
            }
        }
    }

    private int Struck()
    {
        lock (verdicts)
        {
            return verdicts.Count(verdict => verdict.Struck);
        }
    }

    private string Sum()
    {
        var struck = verdicts.FindAll(verdict => verdict.Struck);
        var kinds = struck.GroupBy(verdict => verdict.What, StringComparer.Ordinal).OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $"{kind.Key} {kind.Count()}");
        return string.Create(CultureInfo.InvariantCulture, $"""
            {struck.Count} instants ({string.Join(", ", kinds)}), {verdicts.Count - struck.Count} drawn rounds in which there was nothing to kill any more, last round {number}
            {struck.Count(verdict => verdict.Problems.Count > 0)} failed; longest until clean {struck.Max(verdict => verdict.Clean) ?? 0:0.0} s, until the next run had succeeded {struck.Select(verdict => verdict.Repaired).DefaultIfEmpty().Max():0.0} s; attached {struck.Count(verdict => verdict.Attached == 0)} of {struck.Count(verdict => verdict.Attached is not null)} killed runs of tests
            """);
    }
}
