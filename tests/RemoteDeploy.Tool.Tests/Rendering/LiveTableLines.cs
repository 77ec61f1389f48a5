using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport;
using RemoteDeploy.Tool.Rendering;

namespace RemoteDeploy.Tool.Tests.Rendering;

public sealed class LiveTableLines
{
    private static readonly DateTimeOffset Start = Reports.Start;

    [Fact]
    public void Show_every_host_when_there_is_room() =>
        ApprovedText.Verify(string.Join('\n', ProgressTable.Lines(Fleet(4), Start.AddSeconds(12), new TerminalSize(80, 24), Ink.None)), "few hosts");

    [Fact]
    public void Collapse_the_rest_of_many_hosts() =>
        ApprovedText.Verify(string.Join('\n', ProgressTable.Lines(Fleet(60), Start.AddSeconds(72), new TerminalSize(80, 24), Ink.None)), "many hosts");

    [Fact]
    public void Show_how_far_a_pool_is()
    {
        var progress = Fleet(4);
        progress.Add(new PoolProgressed(Start.AddSeconds(10), 37, 200, 1, TimeSpan.FromSeconds(44)));
        progress.Add(new PhaseStarted(Start.AddSeconds(10), "lab02", Phase.Waiting, "for units"));
        progress.Add(new PhaseStarted(Start.AddSeconds(10), "lab03", Phase.Run, "A.B.Slow"));

        ApprovedText.Verify(string.Join('\n', ProgressTable.Lines(progress, Start.AddSeconds(12), new TerminalSize(80, 24), Ink.None)), "pool");
    }

    [Fact]
    public void Colours_are_escape_sequences_around_words() =>
        ApprovedText.Verify(string.Join('\n', ProgressTable.Lines(Fleet(4), Start.AddSeconds(12), new TerminalSize(80, 24), new Ink(Coloured: true))).Replace("\e", "\\e", StringComparison.Ordinal), "coloured");

    [Theory]
    [InlineData(1, 80, 24)]
    [InlineData(60, 80, 24)]
    [InlineData(200, 120, 40)]
    [InlineData(60, 40, 10)]
    [InlineData(60, 24, 6)]
    public void Fit_the_terminal(int hosts, int width, int height)
    {
        var lines = ProgressTable.Lines(Fleet(hosts), Start.AddSeconds(72), new TerminalSize(width, height), Ink.None);

        Assert.InRange(lines.Count, 2, height - 1);
        Assert.All(lines, line => Assert.InRange(Columns.Width(line), 0, width));
    }

    /// <summary>Of ten hosts in a row: one unreachable, three done, two copying, one verifying, one in a suite, two waiting.</summary>
    private static FleetProgress Fleet(int count)
    {
        var progress = new FleetProgress();
        string[] names = [.. Enumerable.Range(1, count).Select(number => $"lab{number:00}")];
        progress.Add(new RunStarted(Start, "r", "deploy", names, null));
        progress.Add(new PayloadReady(Start, 332, 105_000_000, "m"));
        foreach (var (name, index) in names.Select((name, index) => (name, index % 10)))
        {
            foreach (var runEvent in Events(name, index))
            {
                progress.Add(runEvent);
            }
        }

        return progress;
    }

    private static IEnumerable<RunEvent> Events(string name, int index) => index switch
    {
        0 => [new PhaseStarted(Start, name, Phase.Connect), new Faulted(Start, Reports.Unreachable(name).Faults[0]), new HostFinished(Start, Reports.Unreachable(name))],
        1 or 4 => [new PhaseStarted(Start.AddSeconds(2), name, Phase.Copy), new Transferred(Start, name, 47_000_000, 105_000_000)],
        2 => [new PhaseStarted(Start.AddSeconds(1), name, Phase.Verify)],
        3 or 5 or 6 => [new PhaseStarted(Start, name, Phase.Connect), new HostFinished(Start, Reports.Activated(name))],
        7 => [new PhaseStarted(Start, name, Phase.Run, "smoke \e[31m")],
        _ => [new PhaseStarted(Start, name, Phase.Waiting)],
    };
}
