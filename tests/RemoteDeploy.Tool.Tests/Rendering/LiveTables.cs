using RemoteDeploy.Reporting;
using RemoteDeploy.Tool.Rendering;

namespace RemoteDeploy.Tool.Tests.Rendering;

/// <summary>What a terminal shows, played by a small one.</summary>
public sealed class LiveTables
{
    private readonly ManualTime time = new();
    private readonly StringWriter output = new();

    [Fact]
    public void Leave_only_lines_of_commands_and_suites_behind()
    {
        using (var screen = new LiveTable(output, () => new TerminalSize(60, 10), time, new Ink(Coloured: true)))
        {
            screen.OnEvent(new RunStarted(time.GetUtcNow(), "r", "exec", ["lab01", "lab02"], null));
            time.Advance(TimeSpan.FromSeconds(1));
            screen.OnEvent(new PhaseStarted(time.GetUtcNow(), "lab01", Phase.Run));
            screen.OnEvent(new OutputWritten(time.GetUtcNow(), "lab01", IsError: false, "one \e[2J"));
            time.Advance(TimeSpan.FromSeconds(1));
            screen.OnEvent(new OutputWritten(time.GetUtcNow(), "lab02", IsError: true, "two"));
        }

        Assert.Equal(["lab01| one \\x1B[2J", "lab02| two", ""], Screen.Of(output.ToString(), 60));
    }

    [Fact]
    public void Are_drawn_over_themselves()
    {
        using var screen = new LiveTable(output, () => new TerminalSize(60, 10), time, Ink.None);
        screen.OnEvent(new RunStarted(time.GetUtcNow(), "r", "deploy", ["lab01", "lab02"], null));
        time.Advance(TimeSpan.FromSeconds(5));
        screen.OnEvent(new PhaseStarted(time.GetUtcNow(), "lab01", Phase.Verify));
        time.Advance(TimeSpan.FromSeconds(1));

        var lines = Screen.Of(output.ToString(), 60);
        Assert.Equal(4, lines.Count);
        Assert.StartsWith("deploy: 2 hosts", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(" 0:06", lines[0], StringComparison.Ordinal);
        Assert.Contains("verify", lines[1], StringComparison.Ordinal);
        Assert.Contains("waiting", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Write_nothing_after_they_are_closed()
    {
        var screen = new LiveTable(output, () => new TerminalSize(60, 10), time, Ink.None);
        screen.OnEvent(new RunStarted(time.GetUtcNow(), "r", "deploy", ["lab01"], null));
        screen.Dispose();
        var before = output.ToString();
        screen.Dispose();
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(before, output.ToString());
    }
}
