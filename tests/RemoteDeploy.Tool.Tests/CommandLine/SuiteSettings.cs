using System.CommandLine;
using RemoteDeploy.Faults;
using RemoteDeploy.Pool;
using RemoteDeploy.Testing;
using RemoteDeploy.Tool.CommandLine;
using RemoteDeploy.Tool.Requests;

namespace RemoteDeploy.Tool.Tests.CommandLine;

/// <summary>What suites become of a command line and a file.</summary>
public sealed class SuiteSettings : IDisposable
{
    private readonly Folder folder = new();

    public SuiteSettings() => folder.Write("remotedeploy.yml", """
        hosts: [local:a, local:b]
        history: shared.json
        maxFailures: 7
        suites:
          unit: {tests: X.Tests.dll, retries: 1, artifacts: logs/*}
          smoke: {command: ./smoke.sh}

        """);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Are_those_of_the_file_where_nothing_is_said()
    {
        var (suites, tests) = Choose("");

        Assert.Equal([(SuiteMode.Each, UnitSize.Class, 1), (SuiteMode.Each, UnitSize.Class, 0)], suites.Select(suite => (suite.Mode, suite.Unit, suite.Retries)));
        Assert.Equal(["logs/*"], suites[0].Artifacts);
        Assert.Equal((7, false, Path.Combine(folder.Path, "shared.json")), (tests.MaxFailures, tests.FailOnFlaky, tests.HistoryFile));
        Assert.Null(tests.Filter);
    }

    [Fact]
    public void Are_changed_by_options_all_of_them()
    {
        var (suites, tests) = Choose("--mode pool --unit test --retries 2 --spares local:b --artifacts *.dmp --artifacts logs/** --filter Name!=X&(Category=fast|Login) --max-failures 3 --fail-on-flaky --history h.json");

        Assert.Equal([(SuiteMode.Pool, UnitSize.Test, 2, "local:b"), (SuiteMode.Pool, UnitSize.Class, 2, "local:b")], suites.Select(suite => (suite.Mode, suite.Unit, suite.Retries, suite.Spares)));
        Assert.All(suites, suite => Assert.Equal(["*.dmp", "logs/**"], suite.Artifacts));
        Assert.Equal(("Name!=X&(Category=fast|Login)", 3, true, Path.Combine(folder.Path, "h.json")), (tests.Filter!.ToString(), tests.MaxFailures, tests.FailOnFlaky, tests.HistoryFile));
        Assert.Empty(suites.SelectMany(SuiteCheck.Find));
        Assert.Equal(1, Choose("--stop-on-first-failure").Tests.MaxFailures);
    }

    [Theory]
    [InlineData("--units-file units.txt", "units", null, "./check.sh|--fast,./check.sh|--slow")]
    [InlineData("--units-file units.txt --command run.sh", "run", "run.sh", "./check.sh|--fast,./check.sh|--slow")]
    public void Take_their_units_from_a_file(string line, string name, string? command, string units)
    {
        folder.Write("units.txt", "# all\n./check.sh --fast\n./check.sh --slow\n");

        var suite = Assert.Single(Choose(line).Suites);

        Assert.Equal((name, command, SuiteMode.Pool), (suite.Name, suite.Command, suite.Mode));
        Assert.Equal(units, string.Join(',', suite.Units.Select(unit => string.Join('|', unit.Arguments))));
        Assert.Empty(SuiteCheck.Find(suite));
    }

    [Theory]
    [InlineData("--unit class", "RD0002", "--mode pool")]
    [InlineData("--unit class --mode pool --suite smoke", "RD0002", "--units-file")]
    [InlineData("--spares local:b", "RD0002", "--mode pool")]
    [InlineData("--units-file nowhere.txt", "RD0020", "Correct the path")]
    [InlineData("--units-file units.txt --tests A.dll", "RD0002", "one or the other")]
    [InlineData("--units-file units.txt --suite unit", "RD0002", "one or the other")]
    [InlineData("--max-failures 2 --stop-on-first-failure", "RD0002", "one or the other")]
    [InlineData("--filter Name=", "RD0002", "Correct it at that place")]
    public void That_make_no_sense_are_refused(string line, string code, string hint)
    {
        folder.Write("units.txt", "./check.sh\n");

        var fault = Assert.Single(Try(line).Faults);

        Assert.Equal(code, fault.Code.ToString());
        Assert.Contains(hint, fault.Try, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--mode all", "each, pool or any")]
    [InlineData("--unit file", "suite, class or test")]
    [InlineData("--retries -1", "from 0 to 100")]
    [InlineData("--max-failures 0", "at least 1")]
    public async Task That_have_no_such_value_are_refused(string options, string accepted)
    {
        var call = await ToolCall.RunAsync(folder.Path, ["test", "--dry-run", .. options.Split(' ')]);

        Assert.Equal(64, call.ExitCode);
        Assert.Contains(accepted, call.Error, StringComparison.Ordinal);
    }

    private (IReadOnlyList<TestSuite> Suites, TestOptions Tests) Choose(string line)
    {
        Assert.True(Try(line).TryGet(out var chosen, out var faults), string.Join(' ', faults));
        return (chosen.Item1, chosen.Item2);
    }

    private Attempt<Tuple<IReadOnlyList<TestSuite>, TestOptions>> Try(string line)
    {
        var here = new Surroundings { WorkFolder = folder.Path, Home = "/home/me", Output = TextWriter.Null, Error = TextWriter.Null, OpenOutput = () => Stream.Null };
        var options = new FleetOptions(here);
        var suites = new SuiteOptions(options, here);
        var verb = new Command("test");
        options.AddTo(verb);
        suites.AddTo(verb);
        var parse = new RootCommand { verb }.Parse(["test", .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)], RemoteDeployTool.Parsing());
        Assert.Empty(parse.Errors);
        Assert.True(Fleet.Gather(parse, options, here).TryGet(out var fleet, out var faults), string.Join(' ', faults));
        return SuiteChoice.Choose(parse, suites, fleet).TryGet(out var chosen, out faults) && TestChoice.Choose(parse, suites, fleet).TryGet(out var tests, out faults)
            ? Tuple.Create(chosen, tests)
            : Attempt<Tuple<IReadOnlyList<TestSuite>, TestOptions>>.Failed(faults);
    }
}
