using System.CommandLine;
using RemoteDeploy.Tool.CommandLine;

namespace RemoteDeploy.Tool.Verbs;

/// <summary><c>plan</c></summary>
internal static class PlanVerb
{
    public static Command Create(FleetVerbs fleets)
    {
        var payload = DeployVerb.PayloadArgument();
        var release = new ReleaseOptions();
        var verb = new VerbCommand(
            "plan",
            "Says what a deploy would send to each host. Changes nothing.",
            "plan bin/publish --on lab1,lab2",
            "plan --json")
        {
            payload,
        };
        release.AddTo(verb);
        return fleets.Complete(verb, (parse, fleet) =>
            DeployVerb.Request(parse, fleet, payload, release).TryGet(out var request, out var faults)
                ? new FleetCall((engine, cancellation) => engine.PlanAsync(request, cancellation), "plan") { IsPlan = true }
                : Faults.Attempt<FleetCall>.Failed(faults));
    }
}
