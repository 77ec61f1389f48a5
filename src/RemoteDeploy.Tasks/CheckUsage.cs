using Microsoft.Build.Framework;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.Tasks.Rendering;
using RemoteDeploy.Tasks.Requests;

namespace RemoteDeploy.Tasks;

/// <summary>Reads the request and finds what is wrong with it, before anything is built or contacted.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckUsage : FleetTask
{
    /// <summary>The <c>RemoteTestSuite</c> items.</summary>
    public ITaskItem[] Suites { get; set; } = [];

    /// <summary>File name of the project's own test program; empty when it is none.</summary>
    public string OwnTestAssembly { get; set; } = "";

    /// <summary>True when suites are to be run.</summary>
    public bool ForTests { get; set; }

    /// <summary>The folder to ship once it is there, absolute; empty before that.</summary>
    public string Payload { get; set; } = "";

    private protected override IEnumerable<Fault> Check(Fleet fleet, ProjectSource source)
    {
        if (!ForTests)
        {
            return CheckProperties(fleet, source);
        }

        var suites = SuiteList.Read(Suites, OwnTestAssembly, fleet, source);
        return suites.Faults.Count > 0 ? suites.Faults : SuitePrograms.Missing(suites.Suites, fleet, Payload);
    }

    private protected override bool IsDone(Fleet fleet, BuildLines lines) => true;

    private protected override Task<RunReport> RunAsync(DeployEngine engine, Fleet fleet, CancellationToken cancellationToken) =>
        throw new NotSupportedException("This task only checks.");

    private IEnumerable<Fault> CheckProperties(Fleet fleet, ProjectSource source)
    {
        foreach (var note in fleet.Inventory.Notes)
        {
            Log.LogMessage(MessageImportance.Normal, "{0}", note);
        }

        var properties = (BuildEngine as IBuildEngine6)?.GetGlobalProperties().Keys ?? [];
        new FaultLog(Log, source).Warn(PropertyNames.Misspelled(properties, source));
        return SecretNames.Find(properties, Hosts, source);
    }
}
