using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Pipelines;

namespace RemoteDeploy.Tests.Verbs;

public abstract class Exec
{
    private protected abstract Task<Fleet> StartAsync(int count);

    [Theory]
    [InlineData("printf 'no end of line'", "no end of line")]
    [InlineData("printf '\\n\\n  two\\n\\n'", "\n\n  two\n\n")]
    [InlineData("printf '\\033[31m::error::x\\r\\n'", "\u001b[31m::error::x\r\n")]
    [InlineData("printf 'a\\377b\\000c'", "a\uFFFDb\0c")]
    [InlineData("true", "")]
    [InlineData("printf '@rd-0123456789abcdef end 0\\n@rd-x tick\\nfault write x\\n'", "@rd-0123456789abcdef end 0\n@rd-x tick\nfault write x\n")]
    public async Task Gives_the_output_back_exactly(string script, string output)
    {
        await using var fleet = await StartAsync(1);

        var report = await fleet.ExecAsync("/bin/sh", "-c", script);

        Assert.Equal([], report.Codes());
        Assert.Equal((0, output), (report.Hosts[0].Command!.ExitCode!.Value, report.Hosts[0].Command!.Output));
        Assert.Equal(output.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r')), output.Length == 0 ? [""] : fleet.Events.OfType<OutputWritten>().Select(line => line.Line).Reverse().SkipWhile(line => line.Length == 0).Reverse());
    }

    [Theory]
    [InlineData("exit 3", 3, "RD3001")]
    [InlineData("exit 126", 126, "RD3005")]
    [InlineData("exit 127", 127, "RD3005")]
    [InlineData("exit 128", 128, "RD3001")]
    [InlineData("exit 255", 255, "RD3001")]
    [InlineData("kill -KILL $$", 137, "RD3004")]
    [InlineData("kill -TERM $$", 143, "RD3004")]
    public async Task Gives_the_exit_status_back(string script, int status, string code)
    {
        await using var fleet = await StartAsync(1);

        var report = await fleet.ExecAsync("/bin/sh", "-c", script);

        Assert.Equal((2, code), (report.ExitCode, Assert.Single(report.Codes())));
        Assert.Equal((HostOutcome.Failed, status), (report.Hosts[0].Outcome, report.Hosts[0].Command!.ExitCode!.Value));
    }

    [Fact]
    public async Task Passes_every_argument_as_it_is()
    {
        await using var fleet = await StartAsync(1);

        var report = await fleet.ExecAsync(["/bin/sh", "-c", "for a do printf '<%s>' \"$a\"; done", "sh", .. PayloadFolder.HostileNames, ""]);

        Assert.Equal(string.Concat(PayloadFolder.HostileNames.Append("").Select(name => $"<{name}>")), report.Hosts[0].Command!.Output);
    }

    [Fact]
    public async Task Gives_all_of_standard_error_back_and_keeps_it_apart()
    {
        await using var fleet = await StartAsync(1);

        var report = await fleet.ExecAsync("/bin/sh", "-c", "i=0; while [ $i -lt 900 ]; do echo \"line $i of standard error\" >&2; i=$((i+1)); done; echo out; exit 1");

        Assert.Equal("out\n", report.Hosts[0].Command!.Output);
        Assert.Equal(string.Concat(Enumerable.Range(0, 900).Select(number => $"line {number} of standard error\n")), report.Hosts[0].Command!.Error);
        Assert.Equal(900, fleet.Events.OfType<OutputWritten>().Count(line => line.IsError));
    }

    [Fact]
    public async Task Passes_five_megabytes_on_and_keeps_the_first()
    {
        await using var fleet = await StartAsync(1);
        long characters = 0;
        fleet.OnEvent = seen => characters += seen is OutputWritten { IsError: false } line ? line.Line.Length + 1 : 0;

        var report = await fleet.ExecAsync("/bin/sh", "-c", "yes 'a line of forty-nine characters, as it seems to be' | head -c 5000000");

        Assert.Equal([], report.Codes());
        Assert.InRange(characters, 4_999_999, 5_000_001);
        var output = report.Hosts[0].Command!.Output;
        Assert.InRange(output.Length, 1 << 20, (1 << 20) + 100);
        Assert.EndsWith($"({5_000_000 - (1 << 20)} more bytes)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passes_a_line_on_before_the_next_one_comes()
    {
        await using var fleet = await StartAsync(1);
        var gate = fleet.Outside(0, "gate");
        fleet.OnEvent = seen =>
        {
            if (seen is OutputWritten { Line: "waiting" })
            {
                File.WriteAllText(gate, "");
            }
        };

        var report = await fleet.ExecAsync("/bin/sh", "-c", "echo waiting; while [ ! -e gate ]; do sleep 0.05; done; echo; echo done");

        Assert.Equal("waiting\n\ndone\n", report.Hosts[0].Command!.Output);
        Assert.Equal(["waiting", "", "done"], fleet.Events.OfType<OutputWritten>().Select(line => line.Line));
    }

    [Fact]
    public async Task Does_not_wait_for_a_daemon_that_keeps_the_output_open()
    {
        await using var fleet = await StartAsync(1);

        var report = await fleet.ExecAsync("/bin/sh", "-c", "sleep 600 & echo $!").WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal([], report.Codes());
        System.Diagnostics.Process.GetProcessById(int.Parse(report.Hosts[0].Command!.Output)).Kill();
    }

    [Fact]
    public async Task Ends_the_command_when_it_is_cancelled()
    {
        await using var fleet = await StartAsync(1);
        using var cancel = new CancellationTokenSource();
        var id = 0;
        fleet.OnEvent = seen =>
        {
            if (seen is OutputWritten line)
            {
                id = int.Parse(line.Line);
                cancel.Cancel();
            }
        };

        var report = await fleet.Engine.ExecAsync(fleet.Request(new RemoteDeploy.Planning.ExecRequest { Hosts = [], Command = ["/bin/sh", "-c", "echo $$; sleep 600; echo never"] }), cancel.Token);

        Assert.Equal((130, true, HostOutcome.Cancelled), (report.ExitCode, report.Cancelled, report.Hosts[0].Outcome));
        await Processes.GoneAsync(id);
    }

    [Fact]
    public async Task Ends_the_command_when_its_time_is_up_and_blames_the_command()
    {
        await using var fleet = await StartAsync(1);

        var report = await fleet.Engine.ExecAsync(fleet.Request(new RemoteDeploy.Planning.ExecRequest { Hosts = [], Command = ["/bin/sh", "-c", "echo $$ >~/pid; exec sleep 600"], Timeout = TimeSpan.FromSeconds(4) }));

        Assert.Equal((2, HostOutcome.TimedOut), (report.ExitCode, report.Hosts[0].Outcome));
        Assert.Equal([RemoteDeploy.Faults.FaultCatalog.TimedOut], report.AllFaults.Select(fault => fault.Code));
        await Processes.GoneAsync(int.Parse(await File.ReadAllTextAsync(fleet.Outside(0, "pid"))));
    }

    [Fact]
    public async Task Runs_in_the_home_of_the_user()
    {
        await using var fleet = await StartAsync(2);

        var report = await fleet.ExecAsync("/bin/sh", "-c", "echo here >where; pwd");

        Assert.All([0, 1], host => Assert.Equal("here\n", File.ReadAllText(fleet.Outside(host, "where"))));
        Assert.NotEqual(report.Hosts[0].Command!.Output, report.Hosts[1].Command!.Output);
    }
}

public sealed class ExecOnLocalHosts : Exec
{
    private protected override Task<Fleet> StartAsync(int count) => Task.FromResult(Fleet.Local(count));
}

public sealed class ExecOnSshHosts : Exec
{
    private protected override Task<Fleet> StartAsync(int count) => Fleet.SshAsync(count);
}
