using System.CommandLine;
using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.Tool.CommandLine;
using RemoteDeploy.Tool.Requests;

namespace RemoteDeploy.Tool.Verbs;

/// <summary><c>run</c></summary>
internal static class RunVerb
{
    public static Command Create(FleetVerbs fleets)
    {
        var payload = DeployVerb.PayloadArgument();
        var release = new ReleaseOptions();
        var suites = new SuiteOptions(fleets.Options, fleets.Here);
        var verb = new VerbCommand(
            "run",
            "Does what the inventory file says: deploys, then runs the suites on the hosts that were switched.",
            "run",
            "run bin/publish --on @linux --suite unit --mode pool --retries 2 --filter 'Category!=slow'")
        {
            payload,
        };
        release.AddTo(verb);
        suites.AddTo(verb);
        return fleets.Complete(verb, (parse, fleet) =>
        {
            if (!PayloadChoice.Required(parse.GetValue(payload), fleet).TryGet(out var folder, out var faults)
                || !SuiteChoice.Choose(parse, suites, fleet).TryGet(out var chosen, out faults)
                || !TestChoice.Choose(parse, suites, fleet).TryGet(out var tests, out faults))
            {
                return Attempt<FleetCall>.Failed(faults);
            }

            var request = DeployVerb.Configure(
                new RunRequest { Hosts = fleet.Hosts, Payload = folder, Suites = chosen, Tests = tests, LostAfter = parse.GetValue(suites.LostAfter) ?? TimeSpan.FromMinutes(2) },
                parse,
                fleet,
                release);
            return fleet.DryRun ? Plan(request) : new FleetCall((engine, cancellation) => engine.RunAsync(request, cancellation), "run");
        });
    }

    private static FleetCall Plan(RunRequest request) =>
        new((engine, cancellation) => engine.PlanAsync(request, cancellation), "run")
        {
            IsPlan = true,
            Remarks = [$"then {TestVerb.Names(request.Suites)} would run"],
        };
}
