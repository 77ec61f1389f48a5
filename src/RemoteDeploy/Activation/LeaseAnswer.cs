using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Activation;

/// <summary>What the holder of a lock answers to one request, line by line until it says that it is done.</summary>
internal sealed class LeaseAnswer
{
    private readonly TaskCompletionSource<Attempt<Reply>> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> lines = [];
    private readonly List<Fault> faults = [];

    /// <summary>The whole answer.</summary>
    public Task<Attempt<Reply>> Done => done.Task;

    /// <summary>Takes a line.</summary>
    public void Take(string line)
    {
        if (line.StartsWith("done ", StringComparison.Ordinal) && int.TryParse(line.AsSpan("done ".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            done.TrySetResult(new Reply(status, lines, faults));
        }
        else if (line.StartsWith("fault ", StringComparison.Ordinal))
        {
            faults.Add(ScriptFault.Of(line["fault ".Length..]));
        }
        else
        {
            lines.Add(line);
        }
    }
}
