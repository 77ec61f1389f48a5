using System.CommandLine;
using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.Tool.CommandLine;
using RemoteDeploy.Tool.Requests;

namespace RemoteDeploy.Tool.Verbs;

/// <summary><c>deploy</c></summary>
internal static class DeployVerb
{
    public static Command Create(FleetVerbs fleets)
    {
        var payload = PayloadArgument();
        var release = new ReleaseOptions();
        var verb = new VerbCommand(
            "deploy",
            "Ships a folder to the hosts, verifies every file on each, then switches to it everywhere.",
            "deploy bin/publish --on lab1,lab2 --app web",
            "deploy --on 'lab[01-40]&@arm64' --allow-failures 10% --json")
        {
            payload,
        };
        release.AddTo(verb);
        return fleets.Complete(verb, (parse, fleet) =>
        {
            if (!Request(parse, fleet, payload, release).TryGet(out var request, out var faults))
            {
                return Attempt<FleetCall>.Failed(faults);
            }

            return fleet.DryRun
                ? new FleetCall((engine, cancellation) => engine.PlanAsync(request, cancellation), "deploy") { IsPlan = true }
                : new FleetCall((engine, cancellation) => engine.DeployAsync(request, cancellation), "deploy");
        });
    }

    /// <summary>The folder to ship; <c>payload:</c> of the file stands in for it.</summary>
    public static Argument<string?> PayloadArgument() => new("PAYLOAD")
    {
        Description = "Folder to ship [default: payload: of the inventory file]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The request of a deploy.</summary>
    public static Attempt<DeployRequest> Request(ParseResult parse, Fleet fleet, Argument<string?> payload, ReleaseOptions release) =>
        PayloadChoice.Required(parse.GetValue(payload), fleet).TryGet(out var folder, out var faults)
            ? Configure(new DeployRequest { Hosts = fleet.Hosts, Payload = folder }, parse, fleet, release)
            : Attempt<DeployRequest>.Failed(faults);

    /// <summary>The request with what options and file say about releases and hosts.</summary>
    public static T Configure<T>(T request, ParseResult parse, Fleet fleet, ReleaseOptions release)
        where T : DeployRequest => (T)(fleet.Configure(request) with
        {
            Version = parse.GetValue(release.Release) ?? fleet.Settings.Version ?? request.Version,
            Keep = parse.GetValue(release.Keep) ?? fleet.Settings.Keep ?? request.Keep,
            AllowFailures = parse.GetValue(release.AllowFailures) ?? fleet.Settings.AllowFailures ?? request.AllowFailures,
            Relay = parse.GetValue(release.Relay) ?? fleet.Settings.Relay ?? request.Relay,
            Verify = parse.GetValue(release.Verify) ?? fleet.Settings.Verify ?? request.Verify,
            AfterCopy = fleet.Settings.AfterCopy ?? request.AfterCopy,
        });
}
