using RemoteDeploy.Inventory;
using RemoteDeploy.Planning;
using RemoteDeploy.Pool;
using RemoteDeploy.Reporting;
using RemoteDeploy.Runs;
using RemoteDeploy.Testing;
using RemoteDeploy.Tests.Pipelines;

namespace RemoteDeploy.Tests.Verbs;

public class RequestsThatCannotBe
{
    private static readonly Host Good = new() { Name = "lab1", Address = "lab1" };
    private static readonly DeployRequest Deploy = new() { Hosts = [Good], Payload = "/payload" };

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("-rf")]
    [InlineData("a/b")]
    [InlineData("../up")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("$(id)")]
    [InlineData("ü")]
    public void Have_names_that_are_no_names(string name)
    {
        Assert.Equal(["RD0019"], Codes(Deploy with { App = name }));
        Assert.Equal(["RD0019"], Codes(Deploy with { Version = name }));
    }

    [Theory]
    [InlineData("app")]
    [InlineData("My.App_2+x-y")]
    [InlineData("1.2.3-beta.1+build.7")]
    public void Are_not_those_with_good_names(string name) => Assert.Empty(Codes(Deploy with { App = name, Version = name }));

    [Theory]
    [InlineData("")]
    [InlineData("relative")]
    [InlineData("./relative")]
    [InlineData("~other/x")]
    [InlineData("~/../x")]
    [InlineData("/srv/../etc")]
    [InlineData("/srv/..")]
    [InlineData("/a\nb")]
    [InlineData("C:\\x")]
    public void Have_paths_that_lead_nowhere(string path)
    {
        Assert.Equal(["RD0019"], Codes(Deploy with { Base = path }));
        Assert.Equal(["RD0019"], Codes(Deploy with { Hosts = [Good with { Base = path }] }));
        Assert.Equal(["RD0019"], Codes(new PutRequest { Hosts = [Good], To = path, Sources = ["/x"] }));
        Assert.Equal(["RD0019"], Codes(new GetRequest { Hosts = [Good], To = "/x", Remote = path }));
    }

    [Theory]
    [InlineData("~")]
    [InlineData("~/x y")]
    [InlineData("/srv/a..b/'$(id)'")]
    public void Are_not_those_with_good_paths(string path) => Assert.Empty(Codes(Deploy with { Base = path }));

    [Theory]
    [InlineData("-oProxyCommand=touch pwned")]
    [InlineData("-p")]
    [InlineData("")]
    [InlineData("host name")]
    [InlineData("host;id")]
    [InlineData("$(id)")]
    [InlineData("a\nb")]
    [InlineData("höst")]
    public void Have_addresses_or_users_that_could_be_something_else(string text)
    {
        Assert.Equal(["RD0002"], Codes(Deploy with { Hosts = [Good with { Address = text }] }));
        Assert.Equal(["RD0002"], Codes(Deploy with { Hosts = [Good with { User = text }] }));
    }

    [Theory]
    [InlineData("lab-1.example.org")]
    [InlineData("fe80::1%eth0")]
    [InlineData("10.0.0.7")]
    public void Are_not_those_with_good_addresses(string address) => Assert.Empty(Codes(Deploy with { Hosts = [Good with { Address = address, User = "ci_user-1" }] }));

    [Fact]
    public void Have_no_host_or_the_same_one_twice()
    {
        var local = new Host { Name = "local:a", Address = "a", Kind = HostKind.Local };

        Assert.Equal(["RD0012"], Codes(Deploy with { Hosts = [] }));
        Assert.Equal(["RD0018"], Codes(Deploy with { Hosts = [Good, Good] }));
        Assert.Equal(["RD0018"], Codes(Deploy with { Hosts = [local, local with { Name = "other" }] })); // one folder
        Assert.Equal(["RD0018"], Codes(Deploy with { Hosts = [Good with { Name = "h:1" }, Good with { Name = "h_1" }] })); // one log file
        Assert.Empty(Codes(Deploy with { Hosts = [local, local with { Name = "local:b", Address = "b" }, Good] }));
    }

    [Fact]
    public void Have_limits_that_cannot_be()
    {
        Assert.Equal(["RD0002"], Codes(Deploy with { Forks = 0 }));
        Assert.Equal(["RD0002"], Codes(Deploy with { Forks = -1 }));
        Assert.Equal(["RD0002"], Codes(Deploy with { Keep = 0 }));
        Assert.All([TimeSpan.Zero, TimeSpan.FromSeconds(-1), TimeSpan.FromDays(1000), TimeSpan.MaxValue], time =>
        {
            Assert.Equal(["RD0002"], Codes(Deploy with { Timeout = time }));
            Assert.Equal(["RD0002"], Codes(Deploy with { ConnectTimeout = time }));
            Assert.Equal(["RD0002"], Codes(Deploy with { StallTimeout = time }));
        });
    }

    [Fact]
    public void Have_commands_that_no_program_can_be_given()
    {
        Assert.Equal(["RD0002"], Codes(new ExecRequest { Hosts = [Good], Command = [] }));
        Assert.Equal(["RD0002"], Codes(new ExecRequest { Hosts = [Good], Command = ["echo", "a\0b"] }));
        Assert.Equal(["RD0002"], Codes(Deploy with { AfterCopy = ["echo", "a\0b"] }));
        Assert.Equal(["RD0002"], Codes(Deploy with { AfterCopy = [] }));
    }

    [Fact]
    public void Have_suites_that_cannot_be()
    {
        var pool = new TestSuite { Name = "s", Mode = SuiteMode.Pool };
        var (command, tests) = (pool with { Command = "./x" }, pool with { TestAssembly = "X.dll" });
        var unit = new TestUnit("s", "u") { Arguments = ["./x"] };
        TestSuite[] bad =
        [
            pool,
            pool with { Command = "./x", TestAssembly = "X.dll" },
            pool with { Units = [unit], Arguments = ["-x"] },
            tests with { Retries = -1 },
            tests with { Retries = 101 },
            tests with { ArtifactsCap = -1 },
            tests with { Timeout = TimeSpan.Zero },
            command with { Unit = UnitSize.Test },
            command with { Units = [unit with { Arguments = ["a\0b"] }] },
            command with { Units = [unit with { Timeout = TimeSpan.FromDays(1000) }] },
            command with { Units = [unit, unit] },
            command with { Units = [unit with { Name = "" }] },
            command with { Units = [unit with { Name = "a\nb" }] },
            command with { Units = [unit with { Retries = 101 }] },
            command with { Units = [unit], UnitsFrom = ["./list"] },
            command with { Units = [unit], Mode = SuiteMode.Any },
            command with { UnitsFrom = ["./list"], Mode = SuiteMode.Each },
            command with { Spares = "lab1", Mode = SuiteMode.Each },
            command with { UnitsFrom = [""] },
            command with { SetUp = ["", "x"] },
            command with { TearDown = ["x", "\0"] },
            command with { Artifacts = ["ok/*", "../*.txt"] },
            command with { Artifacts = ["/etc/passwd"] },
            command with { Artifacts = [""] },
            pool with { Units = [unit with { Arguments = [] }] },
        ];
        Assert.All(bad, suite => Assert.Equal(["RD0020"], Codes(Run(suite))));
        Assert.All(bad, suite => Assert.Equal(suite.Location, Assert.Single(SuiteCheck.Find(suite)).Location));
    }

    [Fact]
    public void Are_not_those_with_good_suites()
    {
        var pool = new TestSuite { Name = "s", Mode = SuiteMode.Pool };
        TestSuite[] good =
        [
            pool with { Command = "./x" },
            pool with { TestAssembly = "X.dll", Unit = UnitSize.Test, Retries = 100, Spares = "lab1" },
            pool with { UnitsFrom = ["./list"] },
            pool with { Units = [new TestUnit("s", "u") { Arguments = ["./x", ""] }] },
            pool with { Command = "./x", Units = [new TestUnit("s", "u"), new TestUnit("s", "v") { IsDestructive = true }] },
            new TestSuite { Name = "s", Command = "./x", Mode = SuiteMode.Any, Retries = 2, SetUp = ["./a"], Artifacts = ["**/*.dmp"], ArtifactsCap = 0 },
        ];
        Assert.All(good, suite => Assert.Empty(Codes(Run(suite))));
    }

    [Fact]
    public void Have_tests_picked_that_cannot_be()
    {
        var suite = new TestSuite { Name = "s", Command = "./x" };

        Assert.Equal(["RD0002"], Codes(Run(suite) with { Tests = new() { MaxFailures = 0 } }));
        Assert.Equal(["RD0002"], Codes(Run(suite) with { Tests = new() { HistoryFile = "history.json" } }));
        Assert.Equal(["RD0002"], Codes(Run(suite) with { Tests = new() { ResultsFolder = "results" } }));
        Assert.Equal(["RD0002"], Codes(Run(suite) with { Tests = new() { Only = new Dictionary<string, TestSelection> { ["other"] = new() } } }));
        Assert.Equal(["RD0002"], Codes(Run(suite) with { LostAfter = TimeSpan.Zero }));
    }

    [Fact]
    public async Task Say_everything_at_once_and_contact_nobody()
    {
        await using var fleet = Fleet.Local(1);

        var report = await fleet.Engine.DeployAsync(Deploy with { Hosts = [fleet.Hosts[0] with { User = "-x" }], App = "..", Forks = 0, Keep = 0 });

        Assert.Equal((64, 4), (report.ExitCode, report.Faults.Count));
        Assert.Equal(HostOutcome.NotRun, Assert.Single(report.Hosts).Outcome);
        Assert.Null(report.RunFolder);
        Assert.Empty(Directory.GetFileSystemEntries(fleet.WorkFolder));
    }

    private static RunRequest Run(TestSuite suite) => new() { Hosts = [Good], Payload = "/payload", Suites = [suite] };

    private static IEnumerable<string> Codes(FleetRequest request) => RequestCheck.Find(request).Select(fault => fault.Code.ToString());
}
