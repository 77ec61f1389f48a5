using System.CommandLine;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Pool;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;
using RemoteDeploy.Tool.CommandLine;

namespace RemoteDeploy.Tool.Requests;

/// <summary>Decides which suites are run: those made up on the command line, else those of the file, all or the ones picked.</summary>
internal static class SuiteChoice
{
    /// <summary>The suites, at least one; or RD0002, RD0020.</summary>
    public static Attempt<IReadOnlyList<TestSuite>> Choose(ParseResult parse, SuiteOptions options, Fleet fleet)
    {
        var names = parse.GetValue(options.Suite) ?? [];
        if (!Made(parse, options, fleet).TryGet(out var made, out var faults))
        {
            return Attempt<IReadOnlyList<TestSuite>>.Failed(faults);
        }

        if (made.Count > 0 && names.Length > 0)
        {
            return Usage("--suite picks suites of the inventory file, --tests, --command and --units-file stand instead of them", "Use one or the other");
        }

        if (parse.GetValue(options.ResultsGlob) is not null && parse.GetValue(options.Command) is null && parse.GetValue(options.UnitsFile) is null)
        {
            return Usage("--results-glob is there without --command or --units-file", "Add --command, or write the suite into the inventory file");
        }

        if (parse.GetValue(options.SuiteTimeout) is not null && made.Count == 0)
        {
            return Usage("--suite-timeout is there without --tests, --command or --units-file", "Write timeout: into the suite of the inventory file");
        }

        var chosen = made.Count > 0 ? Attempt<IReadOnlyList<TestSuite>>.Of(made) : Picked(names, fleet);
        return chosen.TryGet(out var suites, out faults) ? SuiteChanges.Apply(suites, parse, options) : Attempt<IReadOnlyList<TestSuite>>.Failed(faults);
    }

    private static Attempt<List<TestSuite>> Made(ParseResult parse, SuiteOptions options, Fleet fleet)
    {
        var timeout = parse.GetValue(options.SuiteTimeout);
        var suites = (parse.GetValue(options.Tests) ?? []).Select(assembly => Timed(
            new TestSuite { Name = Path.GetFileNameWithoutExtension(assembly), TestAssembly = assembly },
            timeout)).ToList();
        var unitsFile = fleet.Local(parse.GetValue(options.UnitsFile));
        if (unitsFile is not null && suites.Count > 0)
        {
            return Usage("--units-file has units of commands, --tests finds its units by itself", "Use one or the other");
        }

        if (!Command(parse, options, unitsFile).TryGet(out var command, out var faults))
        {
            return Attempt<List<TestSuite>>.Failed(faults);
        }

        suites.AddRange(command.Select(suite => Timed(suite, timeout)));
        return suites;
    }

    // The suite of --command, of --units-file, or of both; none without either.
    private static Attempt<List<TestSuite>> Command(ParseResult parse, SuiteOptions options, string? unitsFile)
    {
        IReadOnlyList<string> words = [];
        if (parse.GetValue(options.Command) is { } line)
        {
            if (!ShellWords.TrySplit(line, out var split, out var problem) || split.Count == 0 || split[0].Length == 0)
            {
                return Usage($"--command cannot be read: {problem ?? "it names no program"}", "Write it as one text: --command './smoke.sh --fast'");
            }

            words = split;
        }

        if (words.Count == 0 && unitsFile is null)
        {
            return new List<TestSuite>();
        }

        var program = words is [var first, ..] ? first : null;
        var suite = new TestSuite
        {
            Name = Path.GetFileNameWithoutExtension(program ?? unitsFile) is { Length: > 0 } name ? name : "command",
            Command = program,
            Arguments = [.. words.Skip(1)],
            Results = parse.GetValue(options.ResultsGlob),
        };
        if (unitsFile is null)
        {
            return new List<TestSuite> { suite };
        }

        return CommandList.Load(suite.Name, unitsFile).TryGet(out var units, out var faults)
            ? new List<TestSuite> { suite with { Mode = SuiteMode.Pool, Units = units } }
            : Attempt<List<TestSuite>>.Failed(faults);
    }

    private static TestSuite Timed(TestSuite suite, TimeSpan? timeout) => timeout is { } limit ? suite with { Timeout = limit } : suite;

    private static Attempt<IReadOnlyList<TestSuite>> Picked(string[] names, Fleet fleet)
    {
        var known = fleet.Inventory.Suites;
        var unknown = names.Where(name => known.All(suite => suite.Name != name)).ToList();
        if (unknown.Count > 0)
        {
            return Attempt<IReadOnlyList<TestSuite>>.Failed([.. unknown.Select(name => Unknown(name, known))]);
        }

        var picked = known.Where(suite => names.Length == 0 || names.Contains(suite.Name, StringComparer.Ordinal)).ToList();
        return picked.Count > 0
            ? picked
            : new Fault(FaultCatalog.BadSuite, "There is no suite to run") { Try = "Write suites: into the inventory file, or use --tests or --command" };
    }

    private static Fault Unknown(string name, IReadOnlyList<TestSuite> known) =>
        new(FaultCatalog.BadUsage, $"The inventory has no suite '{SafeText.Line(name)}'")
        {
            Expected = known.Count == 0 ? null : string.Join(", ", known.Select(suite => suite.Name)),
            Try = NearMiss.Find(name, known.Select(suite => suite.Name)) is { } meant ? $"Did you mean {meant}?" : "Correct --suite",
        };

    private static Fault Usage(string message, string tryThis) => new(FaultCatalog.BadUsage, message) { Try = tryThis };
}
