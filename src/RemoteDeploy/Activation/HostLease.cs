using System.Security.Cryptography;
using System.Text;
using RemoteDeploy.Faults;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Activation;

/// <summary>
/// The lock of an application on a host, held by a process there for as long as this side speaks to it. When this side or the
/// connection dies, that process removes the lock and everything staged by this run.
/// </summary>
internal sealed class HostLease : IAsyncDisposable
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    // A cancelled run does not keep people waiting: the host goes on cleaning up by itself.
    private static readonly TimeSpan HastyFarewell = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(30);

    // Noise, so that a connection that compresses gains nothing.
    private static readonly byte[] Noise = RandomNumberGenerator.GetBytes(1 << 20);
    private readonly OpenCall call;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim speaking = new(1);
    private readonly Task ended;
    private readonly ITimer timer;
    private readonly SemaphoreSlim calling = new(1);
    private volatile LeaseAnswer? answer;
    private bool isOutOfStep;

    private HostLease(OpenCall call, string folder, string run, Inspection inspection, TimeProvider time)
    {
        this.call = call;
        this.time = time;
        Folder = folder;
        Run = run;
        Inspection = inspection;
        ended = WaitForEndAsync();
        timer = time.CreateTimer(_ => _ = TellAsync("beat\n"u8.ToArray()), null, Heartbeat, Heartbeat);
    }

    /// <summary>The application's folder on the host.</summary>
    public string Folder { get; }

    /// <summary>The run that holds it.</summary>
    public string Run { get; }

    /// <summary>What was there when the lock was taken.</summary>
    public Inspection Inspection { get; }

    /// <summary>Where this run stages.</summary>
    public string Staging => $"{Folder}/staging/{Run}";

    /// <summary>False once the process on the host is gone.</summary>
    public bool IsHeld => !ended.IsCompleted;

    /// <summary>Takes the lock.</summary>
    /// <param name="session">The host.</param>
    /// <param name="folder">The application's folder.</param>
    /// <param name="run">This run and, for people, who runs it.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The lease, or RD1011, RD1012, RD1013.</returns>
    public static async Task<Attempt<HostLease>> TakeAsync(HostSession session, string folder, (string Id, string Owner) run, TimeProvider time, CancellationToken cancellationToken)
    {
        var opened = await session.OpenAsync(new ScriptCall("lease", folder, run.Id, run.Owner, session.ScriptPath), cancellationToken);
        if (!opened.TryGet(out var call, out var failed))
        {
            return Attempt<HostLease>.Failed(failed);
        }

        var lines = new List<string>();
        var faults = new List<Fault>();
        try
        {
            while (await call.Reader.TextAsync(cancellationToken).WaitAsync(TimeSpan.FromSeconds(60), time, cancellationToken) is { } line && line != "ready")
            {
                if (line.StartsWith("fault ", StringComparison.Ordinal))
                {
                    faults.Add(ScriptFault.Of(line["fault ".Length..]));
                }
                else
                {
                    lines.Add(line);
                }
            }
        }
        catch (Exception exception) when (exception is EndOfStreamException or TimeoutException or InvalidDataException)
        {
            faults.Add(new Fault(FaultCatalog.ConnectionLost, "The host did not answer while the lock was taken") { Found = exception.Message });
        }
        catch
        {
            await call.DisposeAsync();
            throw;
        }

        if (faults.Count > 0 || call.Reader.Status is not null)
        {
            await call.DisposeAsync();
            return Attempt<HostLease>.Failed(faults.Count > 0 ? faults : [new Fault(FaultCatalog.ProtocolBroken, "The host gave no lock and no reason")]);
        }

        if (lines.Contains("installed", StringComparer.Ordinal))
        {
            session.ScriptInstalled();
        }

        return new HostLease(call, folder, run.Id, Inspection.Read(new Reply(0, lines, [])), time);
    }

    /// <summary>Sends a piece of noise and waits until the host has it.</summary>
    /// <returns>Bytes per second; null when the host gives no answer.</returns>
    public async Task<double?> MeasureAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var got = await AskAsync([.. Encoding.ASCII.GetBytes($"blob {Noise.Length}\n"), .. Noise], "blob", cancellationToken);
        return got.Succeeded ? Noise.Length / time.GetElapsedTime(started).TotalSeconds : null;
    }

    /// <summary>Has the holder of the lock do a step, which needs no new session.</summary>
    /// <param name="step">The verb and its arguments; of the rest of the request nothing is heeded.</param>
    /// <param name="input">What the verb reads.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The answer of status 0, or the faults it names.</returns>
    public async Task<Attempt<Reply>> StepAsync(ScriptCall step, byte[] input, CancellationToken cancellationToken)
    {
        var answered = await AskAsync([.. ScriptArgument.Header("call", step.Verb, step.Arguments), .. input], step.Verb, cancellationToken);
        return answered.TryGet(out var reply, out _) ? HostSession.Judge(step, reply) : answered;
    }

    /// <summary>Gives the lock back and waits until the host has removed what this run staged.</summary>
    public ValueTask DisposeAsync() => EndAsync(hasty: false);

    /// <summary>Gives the lock back; what this run staged goes with it.</summary>
    /// <param name="hasty">Does not wait for a slow host.</param>
    public async ValueTask EndAsync(bool hasty)
    {
        await timer.DisposeAsync();
        if (await speaking.WaitAsync(hasty ? HastyFarewell : Farewell))
        {
            speaking.Release();
            await TellAsync("bye\n"u8.ToArray());
        }

        call.CloseInput();
        await Task.WhenAny(ended, Task.Delay(hasty ? HastyFarewell : Farewell));
        await call.DisposeAsync();
    }

    private async Task<Attempt<Reply>> AskAsync(byte[] request, string verb, CancellationToken cancellationToken)
    {
        await calling.WaitAsync(cancellationToken);
        using var watchdog = new Watchdog(time, call.Limits.Stall, null, cancellationToken);
        try
        {
            if (isOutOfStep)
            {
                return new Fault(FaultCatalog.LockLost, $"'{verb}' cannot be asked for: an earlier step was given up and may still be answered") { Try = "Run again" };
            }

            var asked = new LeaseAnswer();
            answer = asked;

            // Until the answer is whole: what comes after an answer that nobody waited for would pass for the next one.
            isOutOfStep = true;
            call.Watch(watchdog.Touch);
            if (!await TellAsync(request).WaitAsync(watchdog.Token) || await Task.WhenAny(asked.Done, ended).WaitAsync(watchdog.Token) != asked.Done)
            {
                return new Fault(FaultCatalog.LockLost, $"The connection that held the lock ended during '{verb}'") { Try = "Run again" };
            }

            isOutOfStep = false;
            return await asked.Done;
        }
        catch (OperationCanceledException) when (watchdog.Reason is not null)
        {
            return new Fault(FaultCatalog.HostStalled, $"'{verb}' was given up: {watchdog.Reason}") { Try = "Look at load, disk and network of the host" };
        }
        finally
        {
            answer = null;
            call.Watch(() => { });
            calling.Release();
        }
    }

    // One at a time: a sign of life must not fall into the middle of something else.
    private async Task<bool> TellAsync(byte[] bytes)
    {
        await speaking.WaitAsync();
        try
        {
            return await call.TellAsync(bytes, CancellationToken.None);
        }
        finally
        {
            speaking.Release();
        }
    }

    private async Task WaitForEndAsync()
    {
        try
        {
            // What the holder says is the answer to what it was asked.
            while (await call.Reader.TextAsync(CancellationToken.None) is { } line)
            {
                answer?.Take(line);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidDataException or InvalidOperationException)
        {
            // Gone: IsHeld tells.
        }
    }
}
