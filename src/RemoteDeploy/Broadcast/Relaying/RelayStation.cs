using System.Collections.Concurrent;
using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Broadcast.Relaying;

/// <summary>One host's part in one passage of a stream: its session, and what it says in it.</summary>
/// <param name="member">The host.</param>
/// <param name="feeder">Number of the station that feeds it; -1 for the controller.</param>
/// <param name="time">Clock.</param>
internal sealed class RelayStation(RelayMember member, int feeder, TimeProvider time)
{
    private readonly ConcurrentDictionary<int, string> broken = new();
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long lastHeard = time.GetTimestamp();
    private long lastCame = time.GetTimestamp();
    private long received;
    private string? folder;
    private CancellationTokenSource? ending;
    private volatile bool isConnected = feeder < 0;
    private volatile bool isDone;

    /// <summary>The host.</summary>
    public RelayMember Member => member;

    /// <summary>Number of the station that feeds it; -1 for the controller.</summary>
    public int Feeder => feeder;

    /// <summary>Done when the host can be connected to, or never will be.</summary>
    public Task Opened => opened.Task;

    /// <summary>True when the host can be connected to.</summary>
    public bool IsOpen => folder is not null;

    /// <summary>The whole session.</summary>
    public Task<Attempt<Reply>>? Session { get; private set; }

    /// <summary>What the host holds in the end.</summary>
    public AuditListing? Listing { get; private set; }

    /// <summary>Why the stream did not land there to its end; empty when it did, null while it has not.</summary>
    public string? Landing { get; private set; }

    /// <summary>Why the stations that it feeds cannot be fed, by their place among them from 1 on.</summary>
    public IReadOnlyDictionary<int, string> Broken => broken;

    /// <summary>Bytes of the stream that have come.</summary>
    public long Received => Volatile.Read(ref received);

    /// <summary>Time since it last said anything.</summary>
    public TimeSpan Silent => time.GetElapsedTime(Volatile.Read(ref lastHeard));

    /// <summary>What the watch is shown.</summary>
    public RelayWatch.Look Look => new(feeder, Silent, time.GetElapsedTime(Volatile.Read(ref lastCame)), Received) { IsDone = isDone, IsConnected = isConnected };

    /// <summary>Called with the bytes that have come.</summary>
    public Action<long> OnReceived { get; init; } = _ => { };

    /// <summary>Begins the session.</summary>
    /// <param name="call">The request.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public void Begin(ScriptCall call, CancellationToken cancellationToken)
    {
        ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Session = RunAsync(call with { OnLine = TakeAsync }, ending.Token);
    }

    /// <summary>Gives the session up.</summary>
    public async Task AbandonAsync()
    {
        try
        {
            await (Session is { IsCompleted: false } ? ending!.CancelAsync() : Task.CompletedTask);
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself in this very moment.
        }
    }

    /// <summary>The stream is let go: times count from here.</summary>
    public void LetGo()
    {
        Volatile.Write(ref lastHeard, time.GetTimestamp());
        Volatile.Write(ref lastCame, time.GetTimestamp());
    }

    /// <summary>Ends what the host does for the stream. It still says then what it holds.</summary>
    public async Task HaltAsync(CancellationToken cancellationToken)
    {
        if (folder is not null)
        {
            await member.Lease.StepAsync(new ScriptCall("halt", folder), cancellationToken);
        }
    }

    private async Task<Attempt<Reply>> RunAsync(ScriptCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await member.Run.Session.StepAsync(call, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The host's own time is up, or the run's: whoever waits for the host finds that out by itself.
            return new Fault(FaultCatalog.HostStalled, "It was given up");
        }
        finally
        {
            isDone = true;
            opened.TrySetResult();
            ending?.Dispose();
        }
    }

    private async Task TakeAsync(string line, ReplyReader reader, CancellationToken cancellationToken)
    {
        Volatile.Write(ref lastHeard, time.GetTimestamp());
        switch (line.Split(' ', 2))
        {
            case ["open", var where]:
                folder = where;
                opened.TrySetResult();
                break;
            case ["joined"]:
                isConnected = true;
                break;
            case ["at", var text] when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes):
                Came(bytes);
                break;
            case ["hop", var text] when text.Split(' ', 3) is [var number, var status, var words] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var place):
                broken[place] = SafeText.Line(words.Trim(), 300) is { Length: > 0 } said ? said : $"ssh ended with status {SafeText.Line(status, 10)}";
                break;
            case ["received", .. var words]:
                Landing = SafeText.Line(string.Concat(words).Trim(), 300);
                isDone = true;
                member.Run.Enter(Phase.Verify);
                break;
            case ["files", ..]:
                Listing = await AuditListing.ReadAsync(reader, hashes: true, line, cancellationToken);
                break;
        }
    }

    private void Came(long bytes)
    {
        if (bytes != Received)
        {
            Volatile.Write(ref received, bytes);
            Volatile.Write(ref lastCame, time.GetTimestamp());
            OnReceived(bytes);
        }
    }
}
