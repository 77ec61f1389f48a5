using System.Globalization;
using RemoteDeploy.Inventory;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport.Hosts;

namespace RemoteDeploy.Benchmarks;

/// <summary>
/// 200 xunit.v3 tests (120 s in all, the longest 8 s) on six loopback hosts: split beforehand into six equal parts, as scripts do it; shared
/// without history; shared with the durations of the round before. Beside the ideal: no schedule is shorter than the work spread evenly.
/// </summary>
internal static class Pooled
{
    private const int Hosts = 6;
    private const int Tests = 200;
    private static readonly string Program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../SuitePrograms/Timed/bin", new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Parent!.Name, "net10.0"));

    public static async Task<int> RunAsync(int rounds)
    {
        await using var fleet = await SshFleet.StartAsync(Hosts);
        using var work = new TemporaryFolder();
        using var control = new TemporaryFolder();
        var engine = new DeployEngine(new EngineOptions { WorkFolder = work.Path, ControlFolder = control.Path });
        IReadOnlyList<Host> hosts = [.. fleet.Hosts.Select(host => new Host { Name = host.Name, Address = host.Name })];
        var deployed = await engine.DeployAsync(new DeployRequest { Hosts = hosts, Payload = Program, SshConfig = fleet.ConfigFile });
        if (!deployed.Succeeded)
        {
            Console.Error.WriteLine(string.Join('\n', deployed.AllFaults));
            return 1;
        }

        Console.WriteLine($"{Hosts} loopback hosts, {Environment.ProcessorCount} processors, {Tests} tests; seconds from the first job's start to the last one's end");
        var shared = new TestSuite { Name = "timed", TestAssembly = "Timed.dll", Mode = SuiteMode.Pool, Unit = RemoteDeploy.Pool.UnitSize.Test };
        for (var round = 1; round <= rounds; round++)
        {
            var history = Path.Combine(work.Path, $"history-{round}.json");
            await ReportAsync("split beforehand", Split(hosts));
            await ReportAsync("shared, nothing known of durations", [shared]);
            await ReportAsync("shared, durations of the run before known", [shared]);

            async Task ReportAsync(string name, IReadOnlyList<TestSuite> suites)
            {
                var report = await engine.TestAsync(new TestRequest { Hosts = hosts, Suites = suites, SshConfig = fleet.ConfigFile, Tests = new TestOptions { HistoryFile = history } });
                Show(name, report);
            }
        }

        return 0;
    }

    // Test by test in turn: what a script does that knows nothing of durations.
    private static List<TestSuite> Split(IReadOnlyList<Host> hosts)
    {
        var names = "Alpha Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra Tango".Split(' ').SelectMany(type => "ABCDEFGHIJ".Select(test => $"Timed.{type}.{test}")).ToList();
        return [.. hosts.Select((host, at) => new TestSuite
        {
            Name = $"part{at + 1}",
            TestAssembly = "Timed.dll",
            On = host.Name,
            Arguments = [.. names.Where((_, number) => number % hosts.Count == at).SelectMany(name => new[] { "-method", name })],
        })];
    }

    private static void Show(string name, RunReport report)
    {
        var tests = MergedRun.Of(report).Groups.SelectMany(group => group.Tests).ToList();
        var suites = report.Hosts.SelectMany(host => host.Suites).ToList();
        var work = tests.Aggregate(TimeSpan.Zero, (sum, test) => sum + test.Result.Duration);
        var ideal = Math.Max(work.TotalSeconds / Hosts, tests.Max(test => test.Result.Duration.TotalSeconds));
        var makespan = report.Pool?.Summary.Makespan.TotalSeconds ?? (suites.Max(suite => suite.Started + suite.Duration) - suites.Min(suite => suite.Started))!.Value.TotalSeconds;
        var once = tests.Select(test => test.Result.Name).Distinct(StringComparer.Ordinal).Count();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-45} {makespan,6:0.0}   ideal {ideal:0.0}   ratio {makespan / ideal:0.00}   whole run {report.Duration.TotalSeconds:0.0}   {report.Pool?.Batches ?? suites.Count} jobs   {once} of {Tests} tests once{(report.Succeeded && tests.Count == Tests ? "" : "   FAILED: " + string.Join("; ", report.AllFaults.Take(3)))}"));
    }
}
