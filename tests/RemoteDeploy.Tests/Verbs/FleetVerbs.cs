using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;
using RemoteDeploy.Tests.Pipelines;

namespace RemoteDeploy.Tests.Verbs;

/// <summary>The verbs on the hosts of a fleet.</summary>
internal static class FleetVerbs
{
    public static Task<RunReport> ExecAsync(this Fleet fleet, params string[] command) =>
        fleet.Engine.ExecAsync(fleet.Request(new ExecRequest { Hosts = [], Command = command }));

    public static Task<RunReport> PutAsync(this Fleet fleet, string to, params string[] sources) =>
        fleet.Engine.PutAsync(fleet.Request(new PutRequest { Hosts = [], To = to, Sources = sources }));

    public static Task<RunReport> GetAsync(this Fleet fleet, string remote, string to) =>
        fleet.Engine.GetAsync(fleet.Request(new GetRequest { Hosts = [], Remote = remote, To = to }));

    public static Task<RunReport> RollbackAsync(this Fleet fleet, string? to = null) =>
        fleet.Engine.RollbackAsync(fleet.Request(new RollbackRequest { Hosts = [], To = to }));

    public static Task<RunReport> TestAsync(this Fleet fleet, params TestSuite[] suites) => fleet.TestAsync(suites, same => same);

    public static Task<RunReport> TestAsync(this Fleet fleet, IReadOnlyList<TestSuite> suites, Func<TestRequest, TestRequest> with) =>
        fleet.Engine.TestAsync(with(fleet.Request(new TestRequest { Hosts = [], Suites = suites })));

    public static Task<RunReport> RunAsync(this Fleet fleet, string payload, params TestSuite[] suites) =>
        fleet.Engine.RunAsync(fleet.Request(new RunRequest { Hosts = [], Payload = payload, Suites = suites }));

    /// <summary>The codes of all faults, as text, in order.</summary>
    public static string[] Codes(this RunReport report) => [.. report.AllFaults.Select(fault => fault.Code.ToString())];

    /// <summary>The suites of one host.</summary>
    public static SuiteReport Suite(this RunReport report, int host = 0, int suite = 0) => report.Hosts[host].Suites[suite];
}
