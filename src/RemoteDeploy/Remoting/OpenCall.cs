using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Remoting;

/// <summary>A request that the remote script has begun to answer. Disposing ends the remote side: its standard input ends.</summary>
internal sealed class OpenCall : IAsyncDisposable
{
    private static readonly TimeSpan ErrorGrace = TimeSpan.FromSeconds(2);
    private readonly RemoteProcess process;
    private readonly IHostTransport transport;
    private readonly SessionLimits limits;
    private readonly long started;

    public OpenCall(RemoteProcess process, IHostTransport transport, SessionLimits limits, string nonce, long started)
    {
        this.process = process;
        this.transport = transport;
        this.limits = limits;
        this.started = started;
        Reader = new ReplyReader(process.Output, nonce);
    }

    /// <summary>The answer.</summary>
    public ReplyReader Reader { get; }

    /// <summary>Why there is no answer; null when it has begun.</summary>
    public Diagnosis? Failure { get; private set; }

    /// <summary>Time from start to the beginning of the answer.</summary>
    public TimeSpan Latency { get; private set; }

    /// <summary>Standard error so far, raw.</summary>
    public string Error => process.Error;

    /// <summary>Sends the request's head and waits for the answer to begin.</summary>
    public async Task BeginAsync(byte[] preamble, byte[] header, TimeSpan within, CancellationToken cancellationToken)
    {
        using var watchdog = new Watchdog(limits.Time, null, within, cancellationToken);
        try
        {
            var begun = Reader.BeginAsync(watchdog.Token);
            await SendAsync(preamble, header, watchdog.Token);
            if (!await begun)
            {
                var exit = await process.WaitAsync(watchdog.Token);
                Failure = RemoteScript.WhyUnread(process.Error) is { } unread ? new Diagnosis(unread) : await transport.DiagnoseAsync(exit, process.Error, Reader.NoiseText, watchdog.Token);
            }

            Latency = limits.Time.GetElapsedTime(started);
        }
        catch (OperationCanceledException) when (watchdog.Reason is not null)
        {
            Failure = new Diagnosis(new Fault(FaultCatalog.HostStalled, $"The host gave no answer: {watchdog.Reason}")
            {
                Found = process.Error.Length > 0 ? SafeText.Line(process.Error, 300) : null,
                Try = "Look at load and at the start-up files of the login shell",
            });
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            Failure = new Diagnosis(new Fault(FaultCatalog.ShellUnusable, $"The login shell floods the session: {exception.Message}")
            {
                Try = "Remove what its start-up files print",
            });
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a line to the waiting remote side. False when it is gone.</summary>
    public Task<bool> TellAsync(string line, CancellationToken cancellationToken) => TellAsync(System.Text.Encoding.ASCII.GetBytes(line + "\n"), cancellationToken);

    /// <summary>Sends bytes to the waiting remote side. False when it is gone.</summary>
    public async Task<bool> TellAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            await process.Input.WriteAsync(bytes, cancellationToken);
            await process.Input.FlushAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Takes what still comes, and forgets it, until the end or until cancelled.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        try
        {
            await process.Output.CopyToAsync(Stream.Null, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Nobody needs it.
        }
    }

    /// <summary>Ends standard input of the remote side.</summary>
    public void CloseInput() => process.CloseInput();

    /// <summary>Waits for the session to be over. False where it was not before the wait was cancelled.</summary>
    public async Task<bool> HasEndedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await process.WaitAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>True when the session is over.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>Waits until the session is over. The script ends with status 0 when it has cleaned up, whatever it answered, and with 3 when something stays.</summary>
    public Task<int> WaitForEndAsync(CancellationToken cancellationToken) => process.WaitAsync(cancellationToken);

    /// <summary>Sends the rest of the request and reads the answer to its end.</summary>
    public Task<Attempt<Reply>> FinishAsync(ScriptCall call, CancellationToken cancellationToken) => GuardAsync(call, watchdog => ExchangeAsync(call, watchdog), cancellationToken);

    /// <summary>Asks one thing more of a session that serves, and reads the answer to its end.</summary>
    /// <param name="call">What is asked.</param>
    /// <param name="ask">Sends it. What it cannot send, the answer that breaks off explains.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<Attempt<Reply>> AskAsync(ScriptCall call, Func<Task> ask, CancellationToken cancellationToken) => GuardAsync(
        call,
        async watchdog =>
        {
            var lines = new ReplyLines(call);
            Reader.Next();
            var asking = ask();
            await ReadAsync(call, lines, watchdog.Token);
            await asking.WaitAsync(watchdog.Token);
            return ReplyOf(lines);
        },
        cancellationToken);

    private async Task<Attempt<Reply>> GuardAsync(ScriptCall call, Func<Watchdog, Task<Reply>> exchange, CancellationToken cancellationToken)
    {
        using var watchdog = new Watchdog(limits.Time, call.MayBeSilent ? null : limits.Stall, call.Deadline, cancellationToken) { LeastRate = limits.LeastRate };
        Reader.Watchdog = watchdog;
        try
        {
            return await exchange(watchdog);
        }
        catch (OperationCanceledException) when (watchdog.Reason is not null)
        {
            return new Fault(FaultCatalog.HostStalled, $"'{call.Verb}' was given up: {watchdog.Reason}")
            {
                Try = "Look at load, disk and network of the host",
            };
        }
        catch (EndOfStreamException)
        {
            // A host may end the answer and not the session: how that ends is waited for no longer than for any other word.
            using var patience = new Watchdog(limits.Time, null, limits.Stall, cancellationToken);
            var ended = await ExitCodeAsync(patience) == 255 ? (await transport.DiagnoseAsync(255, process.Error, "", cancellationToken)).Fault : null;

            // Who the host is was settled before: words about its key are not ssh's but its own.
            return ended is not null && ended.Code != FaultCatalog.HostKeyChanged && ended.Code != FaultCatalog.HostKeyUnknown
                ? ended
                : new Fault(FaultCatalog.ConnectionLost, $"The session ended during '{call.Verb}'")
                {
                    Found = process.Error.Length > 0 ? SafeText.Line(process.Error, 300) : null,
                    Try = "Run again when the host is up",
                };
        }
        catch (InvalidDataException exception)
        {
            return new Fault(FaultCatalog.ProtocolBroken, $"'{call.Verb}' was answered in a form that is not understood: {exception.Message}");
        }
        finally
        {
            Reader.Watchdog = null;
        }
    }

    private async Task<int?> ExitCodeAsync(Watchdog patience)
    {
        try
        {
            return await process.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (patience.Reason is not null)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => process.DisposeAsync();

    private Reply ReplyOf(ReplyLines lines) =>
        new(Reader.Status ?? 1, lines.Kept, lines.Faults) { Error = process.Error, Noise = Reader.Noise, Latency = Latency };

    private async Task<Reply> ExchangeAsync(ScriptCall call, Watchdog watchdog)
    {
        var lines = new ReplyLines(call);
        var reading = ReadAsync(call, lines, watchdog.Token);
        var writing = WriteAsync(call, watchdog);
        if (await Task.WhenAny(reading, writing) == writing)
        {
            // A failure of this side ends the request at once; the host would wait for the rest for ever.
            await writing;
        }

        await reading;

        // The answer is whole: whatever was not taken of the input was not wanted.
        CloseInput();
        await writing;
        if (call.RawOutput is not null)
        {
            await DrainErrorAsync();
        }

        return ReplyOf(lines);
    }

    // Standard error travels apart and may come after the end of the answer. A daemon that holds it open is not waited for.
    private async Task DrainErrorAsync()
    {
        try
        {
            await process.WaitAsync(CancellationToken.None).WaitAsync(ErrorGrace, limits.Time);
        }
        catch (TimeoutException)
        {
            // What has come by now is what there is.
        }
    }

    private async Task ReadAsync(ScriptCall call, ReplyLines lines, CancellationToken cancellationToken)
    {
        if (call.RawOutput is not null)
        {
            await Reader.CopyToEndAsync(call.RawOutput, cancellationToken);
        }

        while (Reader.Status is null && await Reader.TextAsync(cancellationToken) is { } line)
        {
            await lines.AddAsync(line, Reader, cancellationToken);
        }
    }

    private async Task WriteAsync(ScriptCall call, Watchdog watchdog)
    {
        try
        {
            if (call.Data is not null)
            {
                await process.Input.WriteAsync(call.Data, watchdog.Token);
                await process.Input.FlushAsync(watchdog.Token);
            }

            if (call.Input is not null)
            {
                SystemPipe.Enlarge(process.Input);
                var watched = new WatchedStream(process.Input, watchdog);
                await call.Input(watched, watchdog.Token);
                await watched.FlushAsync(watchdog.Token);
            }

            if (!call.HoldsInput)
            {
                CloseInput();
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The remote side ended before it had read everything; its answer says why.
        }
    }

    private async Task SendAsync(byte[] preamble, byte[] header, CancellationToken cancellationToken)
    {
        try
        {
            await process.Input.WriteAsync(preamble, cancellationToken);
            await process.Input.WriteAsync(header, cancellationToken);
            await process.Input.FlushAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The program ended at once; its exit status and words are read next.
        }
    }
}
