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
        var verb = new VerbCommand(
            "test",
            "Runs suites on the active releases, whose bytes are proven on each host right before.",
            "test --app web --suite smoke",
            "test --app web --command './smoke.sh' --results-glob 'out/*.trx' --suite-timeout 5m");
        suites.AddTo(verb);
        verb.Add(payload);
        return fleets.Complete(verb, (parse, fleet) =>
        {
            if (!SuiteChoice.Choose(parse, suites, fleet).TryGet(out var chosen, out var faults))
            {
                return Attempt<FleetCall>.Failed(faults);
            }

            var request = fleet.Configure(new TestRequest
            {
                Hosts = fleet.Hosts,
                Suites = chosen,
                Payload = fleet.Local(parse.GetValue(payload)),
                Tests = new() { ResultsFolder = fleet.Local(parse.GetValue(suites.Results)) },
                LostAfter = parse.GetValue(suites.LostAfter) ?? TimeSpan.FromMinutes(2),
            });
            return new FleetCall((engine, cancellation) => engine.TestAsync(request, cancellation), $"run {Names(chosen)} on the active release of {request.App}");
        });
    }

    /// <summary>The suites in a few words.</summary>
    public static string Names(IReadOnlyList<TestSuite> suites) =>
        (suites.Count == 1 ? "suite " : "suites ") + string.Join(", ", suites.Select(suite => suite.Name));
}
