using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport;
using RemoteDeploy.Tool.Rendering;

namespace RemoteDeploy.Tool.Tests.Rendering;

/// <summary>A run whose output is no terminal.</summary>
public sealed class Logs
{
    private readonly ManualTime time = new();
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    [Fact]
    public void Have_a_line_for_each_change_and_a_sign_of_life_in_each_silence()
    {
        using (var screen = new PlainLines(output, output, error, time))
        {
            screen.OnEvent(new RunStarted(time.GetUtcNow(), "r", "run", ["lab01", "lab02", "lab03", "web"], null));
            screen.OnEvent(new PayloadReady(time.GetUtcNow(), 332, 105_000_000, "m"));
            screen.OnEvent(new PhaseStarted(time.GetUtcNow(), "lab01", Phase.Connect));
            screen.OnEvent(new PhaseStarted(time.GetUtcNow(), "lab02", Phase.Waiting));
            time.Advance(TimeSpan.FromSeconds(9));
            screen.OnEvent(new Faulted(time.GetUtcNow(), Reports.Unreachable("lab01").Faults[0]));
            screen.OnEvent(new HostFinished(time.GetUtcNow(), Reports.Unreachable("lab01")));
            screen.OnEvent(new PhaseStarted(time.GetUtcNow(), "lab03", Phase.Copy));
            screen.OnEvent(new Transferred(time.GetUtcNow(), "lab03", 47_000_000, 105_000_000));
            time.Advance(TimeSpan.FromSeconds(25));
            screen.OnEvent(new PhaseStarted(time.GetUtcNow(), "lab03", Phase.Run, "unit"));
            screen.OnEvent(new SuiteFinished(time.GetUtcNow(), "lab03", Reports.Suite("lab03")));
            screen.OnEvent(new HostFinished(time.GetUtcNow(), Reports.Activated("lab03")));
        }

        time.Advance(TimeSpan.FromMinutes(1));
        ApprovedText.Verify(output.ToString(), "run");
        Assert.Empty(error.ToString());
    }

    [Fact]
    public void Of_a_pool_have_a_line_for_each_tenth_and_for_units_that_fail()
    {
        using var screen = new PlainLines(output, output, error, time);
        var unit = Reports.Shared("lab01", "lab02")[0].Units[0];
        var stamp = new Results.ResultStamp("lab01", "1", "m");
        screen.OnEvent(new RunStarted(time.GetUtcNow(), "r", "test", ["lab01", "lab02"], null));
        screen.OnEvent(new PhaseStarted(time.GetUtcNow(), "lab01", Phase.Connect));
        for (var done = 1; done <= 40; done++)
        {
            screen.OnEvent(new PhaseStarted(time.GetUtcNow(), "lab01", Phase.Waiting, "for units"));
            screen.OnEvent(new PhaseStarted(time.GetUtcNow(), "lab01", Phase.Run, $"unit {done}"));
            screen.OnEvent(new UnitFinished(time.GetUtcNow(), "lab01", "pooled", done switch
            {
                3 => unit,
                20 => unit with { Number = 2, IsFinal = true },
                21 => unit with { Number = 2, Faults = [] },
                _ => unit with { Faults = [] },
            }, stamp));
            screen.OnEvent(new PoolProgressed(time.GetUtcNow(), done, 40, done / 20, done < 2 ? null : TimeSpan.FromSeconds(3 * (40 - done))));
            time.Advance(TimeSpan.FromSeconds(done == 37 ? 25 : 1));
        }

        ApprovedText.Verify(output.ToString(), "pool");
    }

    [Fact]
    public void Have_no_sign_of_life_before_the_run_begins()
    {
        using var screen = new PlainLines(output, output, error, time);
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Empty(output.ToString());
    }

    [Fact]
    public void Keep_what_hosts_print_apart_and_harmless()
    {
        using var screen = new PlainLines(output, output, error, time);
        screen.OnEvent(new OutputWritten(time.GetUtcNow(), "lab01", IsError: false, "::error::no \e[31m##vso[task.complete]"));
        screen.OnEvent(new OutputWritten(time.GetUtcNow(), "lab01", IsError: true, "x(1,1): error X1: no"));

        Assert.Equal("lab01| _::error::no \\x1B[31m##_vso[task.complete]\n", output.ToString());
        Assert.Equal("lab01| x(1,1): error X1: no\n", error.ToString());
    }

    [Fact]
    public void Can_be_kept_apart_from_what_commands_print()
    {
        using var log = new StringWriter();
        using var screen = new PlainLines(log, output, error, time);
        screen.OnEvent(new RunStarted(time.GetUtcNow(), "r", "exec", ["lab01"], null));
        screen.OnEvent(new OutputWritten(time.GetUtcNow(), "lab01", IsError: false, "one"));
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("exec on 1 host: lab01\n… 10 s: 1 waiting\n", log.ToString());
        Assert.Equal(("lab01| one\n", ""), (output.ToString(), error.ToString()));
    }

    [Fact]
    public void Leave_hosts_without_work_to_the_table()
    {
        using var screen = new PlainLines(output, output, error, time);
        screen.OnEvent(new HostFinished(time.GetUtcNow(), new HostReport { Host = Reports.Ssh("lab01") }));
        screen.OnEvent(new HostFinished(time.GetUtcNow(), new HostReport { Host = Reports.Ssh("lab02"), Faults = Reports.Unreachable("lab02").Faults, LeftBehind = ["the lock, for a minute"] }));

        Assert.Equal("lab02: not run at connect: No answer within 10 s (RD1003); left behind: the lock, for a minute\n", output.ToString());
    }

    [Fact]
    public void Name_a_few_of_many_busy_hosts()
    {
        var progress = new FleetProgress();
        string[] names = ["a", "b", "c", "d", "e", "f"];
        progress.Add(new RunStarted(time.GetUtcNow(), "r", "deploy", names, null));
        foreach (var name in names.Take(5))
        {
            progress.Add(new PhaseStarted(time.GetUtcNow(), name, Phase.Verify));
        }

        Assert.Equal("… 12 s: a verify, b verify, c verify, 2 more at work, 1 waiting", PlainLines.Heartbeat(progress, time.GetUtcNow().AddSeconds(12)));
    }
}
