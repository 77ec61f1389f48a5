using System.CommandLine;
using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.Testing;
using RemoteDeploy.Tool.CommandLine;
using RemoteDeploy.Tool.Requests;

namespace RemoteDeploy.Tool.Verbs;

/// <summary><c>test</c></summary>
internal static class TestVerb
{
    public static Command Create(FleetVerbs fleets)
    {
        var suites = new SuiteOptions(fleets.Options, fleets.Here);
        var payload = new Option<string?>("--payload")
        {
            Description = "Folder that the active release must equal [default: what each host's receipt says]",
            HelpName = "DIR",
        };
        var failed = new Option<string?>("--failed") { Description = "Only what failed in a run: its name, the beginning of it, its folder, or last. Without --on, on the hosts where it failed", HelpName = "RUN" };
        failed.CompletionSources.Add(context => StoredRuns.Names(context.ParseResult, fleets.Options, fleets.Here));
        var verb = new VerbCommand(
            "test",
            "Runs suites on the active releases, whose bytes are proven on each host right before.",
            "test --app web --suite smoke --failed last",
            "test --app web --command './smoke.sh' --results-glob 'out/*.trx' --suite-timeout 5m");
        suites.AddTo(verb);
        verb.Add(payload);
        verb.Add(failed);
        return fleets.Complete(verb, (parse, fleet) =>
        {
            if (!SuiteChoice.Choose(parse, suites, fleet).TryGet(out var chosen, out var faults)
                || !TestChoice.Choose(parse, suites, fleet).TryGet(out var tests, out faults)
                || !Picked(tests, chosen, parse.GetValue(failed), parse.GetValue(fleets.Options.On) is null, fleet).TryGet(out tests, out faults))
            {
                return Attempt<FleetCall>.Failed(faults);
            }

            var request = fleet.Configure(new TestRequest
            {
                Hosts = fleet.Hosts,
                Suites = [.. chosen.Where(suite => tests.Only?.ContainsKey(suite.Name) != false)],
                Payload = fleet.Local(parse.GetValue(payload)),
                Tests = tests,
                LostAfter = parse.GetValue(suites.LostAfter) ?? TimeSpan.FromMinutes(2),
            });
            return new FleetCall((engine, cancellation) => engine.TestAsync(request, cancellation), $"run {(tests.Only is null ? "" : "what failed of ")}{Names(request.Suites)} on the active release of {request.App}");
        });
    }

    // Whoever names hosts wants the tests on all of them.
    private static Attempt<TestOptions> Picked(TestOptions tests, IReadOnlyList<TestSuite> suites, string? run, bool onTheirHosts, Fleet fleet)
    {
        if (run is null)
        {
            return tests;
        }

        return StoredRuns.Find(fleet.WorkFolder, run, fleet.Here).TryGet(out var stored, out var faults) && FailedTests.Of(stored, suites, onTheirHosts ? fleet.Hosts : null).TryGet(out var only, out faults)
            ? tests with { Only = only }
            : Attempt<TestOptions>.Failed(faults);
    }

    /// <summary>The suites in a few words.</summary>
    public static string Names(IReadOnlyList<TestSuite> suites) =>
        (suites.Count == 1 ? "suite " : "suites ") + string.Join(", ", suites.Select(suite => suite.Name));
}
