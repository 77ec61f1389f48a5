using RemoteDeploy.Faults;

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
}
