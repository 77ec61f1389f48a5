using Microsoft.Build.Framework;
using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Tasks.Rendering;
using RemoteDeploy.Tasks.Requests;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tasks;

/// <summary>Runs suites on the hosts, each of which proves right before that its active release equals the payload.</summary>
[MSBuildMultiThreadableTask]
public sealed class TestOnHosts : FleetTask
{
    private SuiteList suites = SuiteList.Empty;

    /// <summary>The <c>RemoteTestSuite</c> items.</summary>
    public ITaskItem[] Suites { get; set; } = [];

    /// <summary>File name of the project's own test program; empty when it is none.</summary>
    public string OwnTestAssembly { get; set; } = "";

    /// <summary>The folder that the active release of each host must equal, absolute.</summary>
    [Required]
    public string Payload { get; set; } = "";

    /// <summary>Folder for result files, absolute.</summary>
    [Required]
    public string ResultsFolder { get; set; } = "";

    private protected override IEnumerable<Fault> Check(Fleet fleet, ProjectSource source)
    {
        suites = SuiteList.Read(Suites, OwnTestAssembly, fleet, source);
        return suites.Faults.Count > 0 ? suites.Faults : SuitePrograms.Missing(suites.Suites, fleet, Payload);
    }

    private protected override bool IsDone(Fleet fleet, BuildLines lines)
    {
        if (fleet.DryRun)
        {
            foreach (var suite in suites.Suites)
            {
                var hosts = SuiteHosts.Of(suite, fleet).Value;
                lines.Line($"  then suite {SafeText.Line(suite.Name)} would {Verb(suite.Mode)} {(hosts.Count == 0 ? "none of these hosts" : HostList.Text(hosts))}");
            }

            lines.Line("RemoteDeploy test: this was a dry run; no test was run");
        }

        return fleet.DryRun;
    }

    private static string Verb(SuiteMode mode) => mode switch
    {
        SuiteMode.Pool => "be shared by",
        SuiteMode.Any => "run on one of",
        _ => "run on",
    };

    private protected override Task<RunReport> RunAsync(DeployEngine engine, Fleet fleet, CancellationToken cancellationToken) =>
        engine.TestAsync(
            fleet.Fill(new TestRequest { Hosts = fleet.Hosts, Suites = suites.Suites, Payload = Payload, Tests = fleet.Tests with { ResultsFolder = ResultsFolder } }),
            cancellationToken);

    private protected override IEnumerable<Fault> FaultsOf(RunReport report)
    {
        var places = suites.Suites.ToDictionary(suite => suite.Name, suite => suite.Location, StringComparer.Ordinal);
        return report.Faults
            .Concat(report.Hosts.SelectMany(host => host.Faults))
            .Concat(from host in report.Hosts
                    from suite in host.Suites
                    from fault in suite.Faults
                    select fault with { Location = fault.Location ?? places.GetValueOrDefault(suite.Suite) });
    }

    private protected override IEnumerable<Fault> WarningsOf(RunReport report) =>
        FlakyTests.Of(report, suites.Suites.ToDictionary(suite => suite.Name, suite => suite.Location, StringComparer.Ordinal));

    private protected override ITaskItem[] ToItems(RunReport report) => ResultItems.OfSuites(report);
}
