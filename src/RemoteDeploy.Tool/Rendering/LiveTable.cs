using System.Globalization;
using System.Text;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>
/// A run on a terminal: a table at the end of the output, drawn over itself ten times a second; lines of commands stream
/// above it. Written by hand because a console library costs more start-up than all the rest of the tool.
/// </summary>
internal sealed class LiveTable : RunScreen
{
    private const string NoWrap = "\e[?7l";
    private const string Wrap = "\e[?7h";
    private const string ClearToEndOfLine = "\e[K";
    private const string ClearBelow = "\e[J";

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly FleetProgress progress = new();
    private readonly List<string> above = [];
    private readonly TextWriter output;
    private readonly Func<TerminalSize> size;
    private readonly TimeProvider time;
    private readonly Ink ink;
    private readonly ITimer redraw;
    private int drawn;
    private bool closed;

    public LiveTable(TextWriter output, Func<TerminalSize> size, TimeProvider time, Ink ink)
    {
        this.output = output;
        this.size = size;
        this.time = time;
        this.ink = ink;
        redraw = time.CreateTimer(_ => Draw(), null, Period, Period);
    }

    /// <inheritdoc/>
    public override void OnEvent(RunEvent runEvent)
    {
        lock (gate)
        {
            progress.Add(runEvent);
            switch (runEvent)
            {
                case OutputWritten written:
                    above.Add(EventLine.Of(written));
                    break;
                case SuiteFinished or UnitFinished when EventLine.Of(runEvent) is { } line:
                    above.Add(line);
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        redraw.Dispose();
        lock (gate)
        {
            if (!closed)
            {
                closed = true;
                Write([]);
            }
        }
    }

    private void Draw()
    {
        lock (gate)
        {
            if (!closed && progress.Verb.Length > 0)
            {
                Write(ProgressTable.Lines(progress, time.GetUtcNow(), size(), ink));
            }
        }
    }

    /// <summary>
    /// Goes up to the first line of the last table, writes the new lines over it and clears what is left. Each line is cleared before
    /// it is written: behind a line that fills the width the cursor still stands on the last column, and would clear that.
    /// </summary>
    private void Write(IReadOnlyList<string> table)
    {
        var frame = new StringBuilder("\r");
        if (drawn > 0)
        {
            frame.Append(CultureInfo.InvariantCulture, $"\e[{drawn}A");
        }

        // These may wrap, and what wraps would leave the end of what stood there.
        _ = above.Count > 0 ? frame.Append(ClearBelow) : frame;
        foreach (var line in above)
        {
            frame.Append(line).Append('\n');
        }

        // A line that is wider than was thought would wrap, and the next frame would start a line too low.
        frame.Append(NoWrap);
        foreach (var line in table)
        {
            frame.Append(ClearToEndOfLine).Append(line).Append('\n');
        }

        frame.Append(Wrap).Append(ClearBelow);
        above.Clear();
        drawn = table.Count;
        output.Write(frame.ToString());
        output.Flush();
    }
}
