using RemoteDeploy.Faults;
using RemoteDeploy.Pool;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tests.Inventory;

public class SuitesOfAFile
{
    [Fact]
    public void Have_all_settings()
    {
        var suites = Yaml.Load(
            """
            hosts: [lab01, lab02]
            groups: {quick: [lab01]}
            suites:
              - name: smoke
                command: ./smoke.sh
                arguments: --level 2 --label "two words" $HOME
                results: out/*.trx
                timeout: 90s
                environment: {LOG: debug, EMPTY: , N: 5}
                on: "@quick"
              - name: unit
                tests: Hello.Tests.dll
                arguments: [-trait, "a b", ""]
            """).Suites;
        var smoke = suites[0];
        Assert.Equal(("smoke", "./smoke.sh", null, "out/*.trx", "@quick"), (smoke.Name, smoke.Command, smoke.TestAssembly, smoke.Results, smoke.On));
        Assert.Equal(["--level", "2", "--label", "two words", "$HOME"], smoke.Arguments);
        Assert.Equal(TimeSpan.FromSeconds(90), smoke.Timeout);
        Assert.Equal([("EMPTY", ""), ("LOG", "debug"), ("N", "5")], smoke.Environment.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(new SourceLocation(Yaml.Path, 4, 5), smoke.Location);
        Assert.Equal(("Hello.Tests.dll", null, TimeSpan.FromMinutes(10)), (suites[1].TestAssembly, suites[1].Command, suites[1].Timeout));
        Assert.Equal(["-trait", "a b", ""], suites[1].Arguments);
    }

    [Fact]
    public void May_be_keys()
    {
        var suites = Yaml.Load("suites:\n  unit: {tests: a.dll}\n  smoke:\n    command: b").Suites;
        Assert.Equal(["unit", "smoke"], suites.Select(suite => suite.Name));
        Assert.Equal(new SourceLocation(Yaml.Path, 3, 3), suites[1].Location);
    }

    [Fact]
    public void May_run_on_hosts_of_the_command_line() => Assert.Equal("lab1", Yaml.Load("suites: {a: {command: b, on: lab1}}").Suites[0].On);

    [Theory]
    [InlineData("suites: [{command: b}]", "RD0020")]
    [InlineData("suites: [{name: a}]", "RD0020")]
    [InlineData("suites: {a: }", "RD0020")]
    [InlineData("suites: [{name: a, command: b, tests: c.dll}]", "RD0020")]
    [InlineData("suites: [{name: 'a/b', command: b}]", "RD0020")]
    [InlineData("suites: [{name: .., command: b}]", "RD0020")]
    [InlineData("suites: [{name: , command: b}]", "RD0020")]
    [InlineData("suites: [{name: a, command: }]", "RD0020")]
    [InlineData("suites: [{name: a, tests: /abs.dll}]", "RD0020")]
    [InlineData("suites: [{name: a, tests: ../up.dll}]", "RD0020")]
    [InlineData("suites: [{name: a, command: b, results: ../*.trx}]", "RD0020")]
    [InlineData("suites: [{name: a, command: b, timeout: 90}]", "RD0020")]
    [InlineData("suites: [{name: a, command: b, timeout: 0s}]", "RD0020")]
    [InlineData("suites: [{name: a, command: b, arguments: '\"x'}]", "RD0020")]
    [InlineData("suites: [{name: a, command: b, arguments: [{x: y}]}]", "RD0020")]
    [InlineData("suites: [{name: a, command: b, environment: {1A: x}}]", "RD0020")]
    [InlineData("suites: [{name: a, command: b, environment: {'A=B': x}}]", "RD0020")]
    [InlineData("suites: [{name: a, command: b, environment: {A: [x]}}]", "RD0020")]
    [InlineData("suites: [{name: a, command: b, environment: [A]}]", "RD0020")]
    [InlineData("suites: {a: {name: b, command: c}}", "RD0020")]
    [InlineData("suites: [a]", "RD0020")]
    [InlineData("suites: a", "RD0020")]
    [InlineData("suites: [{name: a, command: b, on: 'x&'}]", "RD0009")]
    [InlineData("hosts: [x]\nsuites: [{name: a, command: b, on: y}]", "RD0008")]
    [InlineData("hosts: [x]\nsuites: [{name: a, command: b, on: 'y*'}]", "RD0011")]
    [InlineData("suites: [{name: a, command: b}, {name: A, command: c}]", "RD0018")]
    [InlineData("suites: [{name: a, comand: b, command: c}]", "RD0006")]
    public void That_cannot_be_are_refused(string text, string code)
    {
        var fault = Yaml.OnlyFault(text);
        Assert.Equal(code, fault.Code.ToString());
        Assert.True(fault.Location!.Line > 0 && fault.Location.Column > 0);
    }

    [Fact]
    public void That_hosts_share_have_all_settings()
    {
        var suites = Yaml.Load(
            """
            hosts: [lab01, lab02]
            history: shared/history.json
            maxFailures: 3
            failOnFlaky: true
            suites:
              - name: unit
                tests: Hello.Tests.dll
                mode: Pool
                unit: test
                retries: 2
                requires: [gpu, "memory>=8GB", "Microsoft.NETCore.App [10.0,11.0)"]
                spares: lab02
                setUp: ./up.sh "a b"
                tearDown: [./down.sh, a b]
                artifacts: logs/*.txt
                artifactsCap: 1MB
              - name: boards
                mode: pool
                units:
                  - ./check.sh --fast
                  - name: reset
                    command: [./reset.sh, a b]
                    duration: 90s
                    timeout: 5m
                    retries: 0
                    requires: os=Linux
                    destructive: true
                  - command: [./other.sh, a b]
              - {name: more, command: ./run.sh, mode: pool, units: [--level 1, {arguments: --level 2}]}
              - {name: printed, mode: pool, unitsFrom: ./list.sh --all}
              - {name: one, command: ./x.sh, mode: any}
            """);
        var (unit, boards) = (suites.Suites[0], suites.Suites[1]);
        Assert.Equal((SuiteMode.Pool, UnitSize.Test, 2, "lab02", 1_000_000), (unit.Mode, unit.Unit, unit.Retries, unit.Spares, unit.ArtifactsCap));
        Assert.Equal(["gpu", "memory>=8GB", "Microsoft.NETCore.App [10.0,11.0)"], unit.Requires.Select(one => one.ToString()));
        Assert.Equal(["./up.sh", "a b"], unit.SetUp);
        Assert.Equal(["./down.sh", "a b"], unit.TearDown);
        Assert.Equal(["logs/*.txt"], unit.Artifacts);
        Assert.Equal(["./check.sh --fast", "reset", "./other.sh 'a b'"], boards.Units.Select(one => one.Name));
        Assert.Equal(["./check.sh", "--fast"], boards.Units[0].Arguments);
        var reset = boards.Units[1];
        Assert.Equal(("boards", TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(5), true), (reset.Suite, reset.Declared, reset.Timeout, reset.IsDestructive));
        Assert.Equal(["./reset.sh", "a b"], reset.Arguments);
        Assert.Equal((0, (int?)null), (reset.Retries, boards.Units[0].Retries));
        Assert.Equal("os=Linux", Assert.Single(reset.Requires).ToString());
        Assert.Equal(["--level|1", "--level|2"], suites.Suites[2].Units.Select(one => string.Join('|', one.Arguments)));
        Assert.Equal(["./list.sh", "--all"], suites.Suites[3].UnitsFrom);
        Assert.Equal(SuiteMode.Any, suites.Suites[4].Mode);
        Assert.Equal(("/lab/shared/history.json", 3, true), (suites.Settings.HistoryFile, suites.Settings.MaxFailures, suites.Settings.FailOnFlaky));
        Assert.Empty(suites.Suites.SelectMany(SuiteCheck.Find));
    }

    [Theory]
    [InlineData("mode: most, command: b", "RD0020 2:13")]
    [InlineData("mode: pool, tests: b, unit: file", "RD0020 2:35")]
    [InlineData("mode: pool, command: b, unit: class", "RD0020 2:37")]
    [InlineData("tests: b, unit: class", "RD0020 2:23")]
    [InlineData("mode: any, units: [b]", "RD0020 2:25")]
    [InlineData("mode: each, unitsFrom: b", "RD0020 2:30")]
    [InlineData("command: b, spares: c", "RD0020 2:27")]
    [InlineData("mode: pool, units: []", "RD0020 2:26")]
    [InlineData("mode: pool, units: b", "RD0020 2:26")]
    [InlineData("mode: pool, units: [[b]]", "RD0020 2:27")]
    [InlineData("mode: pool, units: ['']", "RD0020 2:27")]
    [InlineData("mode: pool, units: [b, b]", "RD0020 2:30")]
    [InlineData("mode: pool, units: [{name: b}]", "RD0020 2:27")]
    [InlineData("mode: pool, units: [{arguments: b}]", "RD0020 2:39")]
    [InlineData("mode: pool, command: c, units: [{command: b}]", "RD0020 2:49")]
    [InlineData("mode: pool, units: [{command: b, requires: 'a/b'}]", "RD0020 2:50")]
    [InlineData("mode: pool, units: [{command: b, destructive: maybe}]", "RD0020 2:53")]
    [InlineData("mode: pool, units: [{command: b, duration: 90}]", "RD0020 2:50")]
    [InlineData("mode: pool, units: [{comand: b, command: b}]", "RD0006 2:28")]
    [InlineData("mode: pool, units: [b], unitsFrom: c", "RD0020 2:42")]
    [InlineData("mode: pool, units: [b], arguments: c", "RD0020 2:42")]
    [InlineData("mode: pool, unitsFile: nowhere.txt", "RD0020 2:30")]
    [InlineData("mode: pool, unitsFile: ~/units.txt", "RD0020 2:30")]
    [InlineData("mode: pool, unitsFrom: ''", "RD0020 2:30")]
    [InlineData("command: b, retries: 101", "RD0020 2:28")]
    [InlineData("command: b, requires: 'cpus>=many'", "RD0020 2:29")]
    [InlineData("command: b, setUp: []", "RD0020 2:26")]
    [InlineData("command: b, artifacts: ['*.txt', /var/log/*]", "RD0020 2:40")]
    [InlineData("command: b, artifactsCap: 256", "RD0020 2:33")]
    [InlineData("command: b, artefacts: x", "RD0006 2:19")]
    [InlineData("command: b, teardown: x", "RD0006 2:19")]
    public void That_hosts_cannot_share_are_refused_at_the_place(string settings, string fault) =>
        Assert.Equal([fault], Yaml.Faults("suites:\n  a: {" + settings + "}"));

    [Theory]
    [InlineData("maxFailures: 0", "RD0007 1:14")]
    [InlineData("failOnFlaky: sometimes", "RD0007 1:14")]
    [InlineData("history: ", "RD0007 1:9")]
    public void Have_settings_in_common_that_are_refused_as_well(string text, string fault) => Assert.Equal([fault], Yaml.Faults(text));

    [Fact]
    public void Say_which_keys_are_misspelled()
    {
        Assert.Contains("'tearDown'", Yaml.OnlyFault("suites: {a: {command: b, teardwon: c}}").Try, StringComparison.Ordinal);
        Assert.Contains("under a suite", Yaml.OnlyFault("setUp: c").Try, StringComparison.Ordinal);
        Assert.Contains("under a unit", Yaml.OnlyFault("suites: {a: {command: b, destructive: true}}").Try, StringComparison.Ordinal);
    }
}
