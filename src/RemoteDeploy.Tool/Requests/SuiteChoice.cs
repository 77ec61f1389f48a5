using RemoteDeploy.Reporting;
using System.CommandLine;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
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
        if (!Made(parse, options).TryGet(out var made, out var faults))
        {
            return Attempt<IReadOnlyList<TestSuite>>.Failed(faults);
        }

        if (made.Count > 0 && names.Length > 0)
        {
            return Usage("--suite picks suites of the inventory file, --tests and --command stand instead of them", "Use one or the other");
        }

        if (parse.GetValue(options.ResultsGlob) is not null && parse.GetValue(options.Command) is null)
        {
            return Usage("--results-glob is there without --command", "Add --command, or write the suite into the inventory file");
        }

        if (parse.GetValue(options.SuiteTimeout) is not null && made.Count == 0)
        {
            return Usage("--suite-timeout is there without --tests or --command", "Write timeout: into the suite of the inventory file");
        }

        return made.Count > 0 ? made : Picked(names, fleet);
    }

    private static Attempt<List<TestSuite>> Made(ParseResult parse, SuiteOptions options)
    {
        var timeout = parse.GetValue(options.SuiteTimeout);
        var suites = (parse.GetValue(options.Tests) ?? []).Select(assembly => Timed(
            new TestSuite { Name = Path.GetFileNameWithoutExtension(assembly), TestAssembly = assembly },
            timeout)).ToList();
        if (parse.GetValue(options.Command) is not { } line)
        {
            return suites;
        }

        if (!ShellWords.TrySplit(line, out var words, out var problem) || words.Count == 0 || words[0].Length == 0)
        {
            return Usage($"--command cannot be read: {problem ?? "it names no program"}", "Write it as one text: --command './smoke.sh --fast'");
        }

        suites.Add(Timed(
            new TestSuite
            {
                Name = Path.GetFileNameWithoutExtension(words[0]) is { Length: > 0 } name ? name : "command",
                Command = words[0],
                Arguments = [.. words.Skip(1)],
                Results = parse.GetValue(options.ResultsGlob),
            },
            timeout));
        return suites;
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
        new(FaultCatalog.BadUsage, $"The inventory has no suite '{Reporting.SafeText.Line(name)}'")
        {
            Expected = known.Count == 0 ? null : string.Join(", ", known.Select(suite => suite.Name)),
            Try = NearMiss.Find(name, known.Select(suite => suite.Name)) is { } meant ? $"Did you mean {meant}?" : "Correct --suite",
        };

    private static Fault Usage(string message, string tryThis) => new(FaultCatalog.BadUsage, message) { Try = tryThis };
}
