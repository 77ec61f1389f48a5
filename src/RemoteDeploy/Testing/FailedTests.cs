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

        foreach (var host in run.Report.Hosts)
        {
            foreach (var suite in host.Suites.Where(suite => !suite.Succeeded))
            {
                // A failed test is named above; any other fault may have kept tests from being run at all.
                var isNamed = suite.Faults.Count > 0 && suite.Faults.All(fault => fault.Code == FaultCatalog.TestFailed) && failed.ContainsKey(suite.Suite);
                if (!isNamed)
                {
                    Of(failed, suite.Suite).Add(null, host.Host.Name);
                }
            }
        }

        return failed;
    }

    private static Failed Of(Dictionary<string, Failed> failed, string suite) => failed.TryGetValue(suite, out var one) ? one : failed[suite] = new Failed();

    // Null where only the whole suite can be run again.
    private static string? NameOf(TestAttempt attempt, IReadOnlyList<TestSuite> suites)
    {
        var isProgram = suites.FirstOrDefault(suite => suite.Name == attempt.Suite)?.TestAssembly is not null;
        return isProgram
            ? attempt.Result is { Class: { Length: > 0 } type, Method: { Length: > 0 } method } ? $"{type}.{method}" : null
            : attempt.Unit;
    }

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

        public void Add(string? name, string host)
        {
            Hosts.Add(host);
            if (name is null)
            {
                Names = null;
            }

            Names?.Add(name!);
        }
    }
}
