using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Reporting;
using RemoteDeploy.Reporting.Stored;
using RemoteDeploy.Results.Merging;

namespace RemoteDeploy.Testing;

/// <summary>What failed in a run that is over, picked out to be run again.</summary>
public static class FailedTests
{
    /// <summary>
    /// Picks tests by method (all rows of a theory), of suites of commands by unit, and the whole suite where it failed without naming
    /// tests: it crashed, was stopped, or its results were missing. A test that passed when it was run again did not fail.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="suites">The suites that may be run now; what failed in others is left out.</param>
    /// <param name="hosts">Hosts that may be used, for suites that every host runs: those on which they failed are picked. Null to pick tests only.</param>
    /// <returns>Tests by suite, for <see cref="TestOptions.Only"/>; or RD0002 when nothing failed that could be run again.</returns>
    public static Attempt<IReadOnlyDictionary<string, TestSelection>> Of(StoredRun run, IReadOnlyList<TestSuite> suites, IReadOnlyList<Host>? hosts)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(suites);
        var failed = Gather(run, suites);
        var known = suites.Where(suite => failed.ContainsKey(suite.Name)).ToList();
        if (known.Count == 0)
        {
            return Nothing(run, failed.Keys);
        }

        var picked = new Dictionary<string, TestSelection>(StringComparer.Ordinal);
        var faults = new List<Fault>();
        foreach (var suite in known)
        {
            var (names, on) = (failed[suite.Name].Names, failed[suite.Name].Hosts);
            if (suite.Mode == SuiteMode.Each && hosts is not null)
            {
                var usable = hosts.Select(host => host.Name).Intersect(on, StringComparer.Ordinal).ToList();
                faults.AddRange(usable.Count > 0 ? [] : [NoHost(suite, on)]);
                picked[suite.Name] = new TestSelection { Names = [.. names ?? []], Hosts = usable };
            }
            else
            {
                picked[suite.Name] = new TestSelection { Names = [.. names ?? []] };
            }
        }

        return faults.Count > 0 ? Attempt<IReadOnlyDictionary<string, TestSelection>>.Failed(faults) : picked;
    }

    private static Dictionary<string, Failed> Gather(StoredRun run, IReadOnlyList<TestSuite> suites)
    {
        var failed = new Dictionary<string, Failed>(StringComparer.Ordinal);
        foreach (var attempt in ResultLines.Read(Path.Combine(run.Folder, StoredRun.ResultsName)).Where(test => test.Result.Outcome == TestOutcome.Failed).Select(test => test.Final))
        {
            Of(failed, attempt.Suite).Add(NameOf(attempt, suites), attempt.Host);
        }

        foreach (var (host, suite) in run.Report.Hosts.SelectMany(host => host.Suites.Select(suite => (host.Host.Name, suite))))
        {
            var isProgram = IsProgram(suite.Suite, suites);
            var isNamed = failed.TryGetValue(suite.Suite, out var one) && one.Hosts.Contains(host);
            if (suite.Faults.Any(fault => !(isNamed && IsOfATest(fault, isProgram)) && fault.Code != FaultCatalog.TestFlaky))
            {
                Of(failed, suite.Suite).Add(null, host);
            }
        }

        // A command is named; of a program only the class may be known here.
        foreach (var unit in run.Report.Pool?.NotRun.Select(unit => unit.Split('/', 2)).Where(unit => unit.Length == 2) ?? [])
        {
            Of(failed, unit[0]).Add(IsProgram(unit[0], suites) ? null : unit[1], host: null);
        }

        return failed;
    }

    private static bool IsProgram(string suite, IReadOnlyList<TestSuite> suites) => suites.FirstOrDefault(one => one.Name == suite)?.TestAssembly is not null;

    // What is wrong with a command is wrong with the unit that is named; a program that failed otherwise may not have come to all of its tests.
    private static bool IsOfATest(Fault fault, bool isProgram) =>
        fault.Code == FaultCatalog.TestFailed || (!isProgram && fault.Code.Category is FaultCategory.Product or FaultCategory.Results);

    private static Failed Of(Dictionary<string, Failed> failed, string suite) => failed.TryGetValue(suite, out var one) ? one : failed[suite] = new Failed();

    // Null where only the whole suite can be run again.
    private static string? NameOf(TestAttempt attempt, IReadOnlyList<TestSuite> suites) =>
        !IsProgram(attempt.Suite, suites) ? attempt.Unit
        : attempt.Result is { Class: { Length: > 0 } type, Method: { Length: > 0 } method } ? $"{type}.{method}"
        : null;

    private static Fault Nothing(StoredRun run, IEnumerable<string> elsewhere)
    {
        var name = SafeText.Line(run.Report.RunId);
        var others = elsewhere.ToList();
        if (others.Count > 0)
        {
            return new Fault(FaultCatalog.BadUsage, $"What failed in run {name} is none of the suites that may be run now")
            {
                Found = SafeText.Line("failures in " + string.Join(", ", others)),
                Try = "Name the inventory that the run was made with: -i FILE",
            };
        }

        var hosts = run.Report.Hosts.Where(host => host.Suites.Count == 0 && host.Faults.Count > 0).Select(host => host.Host.Name).ToList();
        return new Fault(FaultCatalog.BadUsage, $"No test failed in run {name}, so there is none to run again")
        {
            Found = hosts.Count == 0 ? null : SafeText.Line("hosts that failed before a suite began: " + string.Join(", ", hosts)),
            Try = hosts.Count == 0 ? "Name another run, or leave --failed out" : SafeText.Line($"Run all on these hosts: --on {string.Join(',', hosts)}"),
        };
    }

    private static Fault NoHost(TestSuite suite, IEnumerable<string> on) => new(FaultCatalog.BadUsage, $"None of the hosts on which suite '{SafeText.Line(suite.Name)}' failed can be used now")
    {
        Found = SafeText.Line("it failed on " + string.Join(", ", on)),
        Try = "Name hosts: --on SELECTOR",
    };

    private sealed class Failed
    {
        /// <summary>Null for the whole suite.</summary>
        public SortedSet<string>? Names { get; private set; } = new(StringComparer.Ordinal);

        public SortedSet<string> Hosts { get; } = new(StringComparer.Ordinal);

        public void Add(string? name, string? host)
        {
            if (host is not null)
            {
                Hosts.Add(host);
            }

            if (name is null)
            {
                Names = null;
            }

            Names?.Add(name!);
        }
    }
}
