using System.CommandLine;
using RemoteDeploy.Planning;
using RemoteDeploy.Tool.CommandLine;

namespace RemoteDeploy.Tool.Verbs;

/// <summary><c>doctor</c></summary>
internal static class DoctorVerb
{
    public static Command Create(FleetVerbs fleets)
    {
        var verb = new VerbCommand(
            "doctor",
            "Probes the hosts and says what is wrong with each and how to mend it. Changes nothing.",
            "doctor",
            "doctor --on 'lab*!@sick' --json");
        return fleets.Complete(verb, (_, fleet) =>
        {
            var request = fleet.Configure(new FleetRequest { Hosts = fleet.Hosts });
            return new FleetCall((engine, cancellation) => engine.DoctorAsync(request, cancellation), "probe");
        });
    }
}
