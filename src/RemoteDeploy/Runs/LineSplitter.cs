using System.Text;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Runs;

/// <summary>A write-only stream that hands on lines as they come, and keeps the first mebibyte as text.</summary>
internal sealed class LineSplitter(Action<string> onLine) : WriteOnlyStream
{
    private const int MaxText = 1 << 20;
    private const int MaxLine = 64 * 1024;
    private readonly MemoryStream text = new();
    private readonly List<byte> line = [];
    private long leftOut;
    private bool handedOn;

    /// <summary>What was written, at most 1 MiB, with a word about what was left out.</summary>
    public string Text => Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length) + (leftOut > 0 ? $"\n… ({leftOut} more bytes)" : "");

    /// <summary>Hands on a last line that has no end.</summary>
    public void Complete()
    {
        if (line.Count > 0)
        {
            EndLine();
        }
    }

    /// <summary>Hands on what there is of a line: its end is about to come, or has come and is being held back as the possible start of the frame.</summary>
    public override void Flush()
    {
        if (line.Count > 0)
        {
            EndLine();
            handedOn = true;
        }
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        Flush();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var keep = (int)Math.Min(buffer.Length, MaxText - text.Length);
        text.Write(buffer[..keep]);
        leftOut += buffer.Length - keep;
        foreach (var value in buffer)
        {
            if (value == (byte)'\n' && handedOn && line.Count == 0)
            {
                handedOn = false;
                continue;
            }

            handedOn = false;
            if (value == (byte)'\n' || line.Count >= MaxLine)
            {
                EndLine();
            }

            if (value != (byte)'\n')
            {
                line.Add(value);
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    private void EndLine()
    {
        onLine(Encoding.UTF8.GetString(line.ToArray()).TrimEnd('\r'));
        line.Clear();
    }
}
