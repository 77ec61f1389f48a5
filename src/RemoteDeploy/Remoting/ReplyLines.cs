using RemoteDeploy.Faults;

namespace RemoteDeploy.Remoting;

/// <summary>The lines of an answer, as they come. What is kept of it has an end, whatever a host says.</summary>
internal sealed class ReplyLines(ScriptCall call)
{
    private const int MostKept = 64 << 20;
    private const int MostFaults = 1000;

    // What a line takes beside its text: very many short ones are as much as some long ones.
    private const int CostOfLine = 32;
    private readonly List<string> kept = [];
    private readonly List<Fault> faults = [];
    private long cost;

    /// <summary>Lines that nobody took as they came, without those of faults.</summary>
    public IReadOnlyList<string> Kept => kept;

    /// <summary>Faults that the host names.</summary>
    public IReadOnlyList<Fault> Faults => faults;

    /// <summary>Takes a line.</summary>
    /// <exception cref="InvalidDataException">There are too many.</exception>
    public async Task AddAsync(string line, ReplyReader reader, CancellationToken cancellationToken)
    {
        cost += line.Length + CostOfLine;
        if (call.OnLine is null && cost > MostKept)
        {
            throw new InvalidDataException($"it has more than {MostKept >> 20} MiB of lines");
        }

        if (line.StartsWith("fault ", StringComparison.Ordinal))
        {
            if (faults.Count == MostFaults)
            {
                throw new InvalidDataException($"it has more than {MostFaults} faults");
            }

            faults.Add(ScriptFault.Of(line["fault ".Length..]));
        }
        else if (call.OnLine is not null)
        {
            await call.OnLine(line, reader, cancellationToken);
        }
        else
        {
            kept.Add(line);
        }
    }
}
