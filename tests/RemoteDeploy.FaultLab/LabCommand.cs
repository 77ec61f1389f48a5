using System.CommandLine;
using RemoteDeploy.FaultLab.Activities;
using RemoteDeploy.FaultLab.Cases;
using RemoteDeploy.FaultLab.Scoring;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab;

/// <summary>The command line.</summary>
internal static class LabCommand
{
    // Of a case, as far as the short selection goes.
    private const int FastVerbs = 1;

    private static readonly Option<bool> Fast = new("--fast") { Description = "Only the short selection that build servers run" };
    private static readonly Option<string?> Only = new("--only") { Description = "Cases by id, or id/verb, separated by commas: 9,11/deploy" };
    private static readonly Option<int> Repeat = new("--repeat") { Description = "Times that everything is run", DefaultValueFactory = _ => 1 };
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "File for all verdicts" };
    private static readonly Option<string?> Tool = new("--tool") { Description = "A built dotnet-remotedeploy.dll [default: built first]" };
    private static readonly Option<bool> List = new("--list") { Description = "Only say which cases there are, and what cannot be injected here" };

    public static RootCommand Create()
    {
        var command = new RootCommand("Strikes hosts with faults while the tool is at work, and judges the outcome from outside. Linux, as root.")
        {
            Fast, Only, Repeat, Json, Tool, List, KillAnywhere.KillCommand.Create(), ScoreCommand.Create(),
        };
        command.SetAction((parse, _) => RunAsync(parse));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse)
    {
        var picked = Pick(parse.GetValue(Fast), parse.GetValue(Only)).ToList();
        if (parse.GetValue(List))
        {
            picked.ForEach(pick => Console.WriteLine($"{pick.Case.Id + "/" + pick.Verb,-14} {pick.Case.Name}"));
            return 0;
        }

        if (picked.Count == 0)
        {
            await Console.Error.WriteLineAsync($"No case is picked by --only {parse.GetValue(Only)}: see --list.");
            return 64;
        }

        if (ShapedFleet.WhyNot() is { } reason)
        {
            await Console.Error.WriteLineAsync($"Cannot run: {reason}");
            return 64;
        }

        using var workspace = new Workspace();
        var tool = parse.GetValue(Tool) is { } path ? Path.GetFullPath(path) : await PublishedTool.BuildAsync(workspace.Folder);
        var json = parse.GetValue(Json)?.FullName;
        var verdicts = await RunAsync(picked, parse.GetValue(Repeat), tool, json);
        if (!parse.GetValue(Fast) && parse.GetValue(Only) is null)
        {
            var skipped = await NotHere.ListAsync();
            skipped.ToList().ForEach(verdict => Console.WriteLine(Table.Line(verdict)));
            verdicts = [.. verdicts, .. skipped];
        }

        // What would prove that a defence is missed must still find the defence.
        var stale = parse.GetValue(Fast) ? MutationCheck.Stale() : [];
        stale.ToList().ForEach(Console.WriteLine);
        Console.WriteLine(Table.Sum(verdicts));
        await Table.WriteJsonAsync(json, verdicts);

        return stale.Count == 0 && verdicts.All(verdict => verdict.Passed || verdict.Skipped is not null) ? 0 : 1;
    }

    private static async Task<IReadOnlyList<Verdict>> RunAsync(List<(FaultCase Case, string Verb)> picked, int rounds, string tool, string? json)
    {
        var verdicts = new List<Verdict>();
        Console.WriteLine(Table.Header);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (faultCase, verb) in picked)
            {
                verdicts.Add(await new Trial(faultCase, Activity.Named(verb), tool).RunAsync());
                Console.WriteLine(Table.Line(verdicts[^1]));
                await Table.WriteJsonAsync(json, verdicts);
            }
        }

        return verdicts;
    }

    private static IEnumerable<(FaultCase Case, string Verb)> Pick(bool fast, string? only)
    {
        var wanted = only?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return FaultTable.All
            .SelectMany(faultCase => faultCase.Verbs.Take(fast ? FastVerbs : int.MaxValue).Select(verb => (faultCase, verb)))
            .Where(pick => wanted is null ? !fast || pick.faultCase.Fast : wanted.Contains(pick.faultCase.Id, StringComparer.Ordinal) || wanted.Contains($"{pick.faultCase.Id}/{pick.verb}", StringComparer.Ordinal));
    }
}
