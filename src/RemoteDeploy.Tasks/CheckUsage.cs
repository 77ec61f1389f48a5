using Microsoft.Build.Framework;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
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

    private protected override bool ChecksOnly => true;

    private protected override IEnumerable<Fault> Check(Fleet fleet, ProjectSource source)
    {
        var properties = (BuildEngine as IBuildEngine6)?.GetGlobalProperties() ?? new Dictionary<string, string>(StringComparer.Ordinal);
        var secrets = SecretNames.Find(properties.Keys, Hosts, source);
        return ForTests ? secrets.Concat(SuiteList.Read(Suites, OwnTestAssembly, fleet, source).Faults) : secrets;
    }

    private protected override Task<RunReport> RunAsync(DeployEngine engine, Fleet fleet, CancellationToken cancellationToken) =>
        throw new NotSupportedException("This task only checks.");
}
