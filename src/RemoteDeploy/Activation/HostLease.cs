using RemoteDeploy.Faults;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Activation;

/// <summary>
/// The lock of an application, or of a folder that files are put into, on a host, held by a process there for as long as this side
/// speaks to it. When this side or the connection dies, that process removes the lock and everything staged by this run.
/// </summary>
internal sealed class HostLease : IAsyncDisposable
{
    /// <summary>Time between signs of life. A host that hears none for a minute gives up what it holds for a run.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(2);

    private readonly StepChannel channel;
    private readonly ITimer timer;

    private HostLease(StepChannel channel, string folder, string run, Inspection inspection, TimeProvider time)
    {
        this.channel = channel;
        Folder = folder;
        Run = run;
        Inspection = inspection;
        timer = time.CreateTimer(_ => _ = channel.BeatAsync(), null, Heartbeat, Heartbeat);
    }

    /// <summary>The application's folder on the host, or the folder that files are put into.</summary>
    public string Folder { get; }

    /// <summary>The run that holds it.</summary>
    public string Run { get; }

    /// <summary>What was there when the lock was taken.</summary>
    public Inspection Inspection { get; }

    /// <summary>Where this run stages.</summary>
    public string Staging => $"{Folder}/staging/{Run}";

    /// <summary>False once the process on the host is gone.</summary>
    public bool IsHeld => !channel.HasEnded;

    /// <summary>Takes the lock of an application.</summary>
    /// <param name="session">The host.</param>
    /// <param name="folder">The application's folder.</param>
    /// <param name="run">This run and, for people, who runs it.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The lease, or RD1011, RD1012, RD1013.</returns>
    public static async Task<Attempt<HostLease>> TakeAsync(HostSession session, string folder, (string Id, string Owner) run, TimeProvider time, CancellationToken cancellationToken)
    {
        var call = new ScriptCall("lease", folder, run.Id, run.Owner, session.IsScriptInstalled ? "" : session.ScriptPath);
        return await HoldAsync(session, call, (folder, run.Id), time, cancellationToken);
    }

    /// <summary>Takes the lock of a folder that files are put into, and makes the folder in it where they are staged.</summary>
    /// <param name="session">The host.</param>
    /// <param name="folder">The folder, and the name of the one in it.</param>
    /// <param name="run">This run and, for people, who runs it.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The lease, or RD0019, RD1011, RD1012, RD1013.</returns>
    public static Task<Attempt<HostLease>> TakeForPutAsync(HostSession session, (string Target, string Stage) folder, (string Id, string Owner) run, TimeProvider time, CancellationToken cancellationToken)
    {
        var call = new ScriptCall("putlease", folder.Target, folder.Stage, session.Base, run.Id, run.Owner);
        return HoldAsync(session, call, (folder.Target, run.Id), time, cancellationToken);
    }

    private static async Task<Attempt<HostLease>> HoldAsync(HostSession session, ScriptCall call, (string Folder, string Run) of, TimeProvider time, CancellationToken cancellationToken)
    {
        var held = await session.HoldAsync(call, cancellationToken);
        if (!held.TryGet(out var holder, out var faults))
        {
            return Attempt<HostLease>.Failed(faults);
        }

        if (holder.Reply.Lines.Contains("installed", StringComparer.Ordinal))
        {
            session.ScriptInstalled();
        }

        return new HostLease(holder.Channel, of.Folder, of.Run, Inspection.Read(holder.Reply), time);
    }

    /// <summary>Sends a piece of noise and waits until the host has it.</summary>
    /// <returns>Bytes per second; null when the host gives no answer.</returns>
    public Task<double?> MeasureAsync(CancellationToken cancellationToken) => channel.MeasureAsync(cancellationToken);

    /// <summary>Has a step done in the session that holds the lock, and in no other.</summary>
    /// <returns>The answer of status 0, or the faults it names.</returns>
    public async Task<Attempt<Reply>> StepAsync(ScriptCall step, CancellationToken cancellationToken)
    {
        await channel.ReserveAsync(cancellationToken);
        var answered = await channel.AskAsync(step, cancellationToken);
        return answered.TryGet(out var reply, out _) ? HostSession.Judge(step, reply) : answered;
    }

    /// <summary>Gives the lock back and waits until the host has removed what this run staged.</summary>
    public async ValueTask DisposeAsync() => await EndAsync(hasty: false);

    /// <summary>Gives the lock back; what this run staged goes with it.</summary>
    /// <param name="hasty">Does not wait for a slow host.</param>
    /// <returns>Whether the host is known to have done so, and what it could not remove.</returns>
    public async ValueTask<Farewell> EndAsync(bool hasty)
    {
        await timer.DisposeAsync();
        return await channel.EndAsync(hasty);
    }
}
