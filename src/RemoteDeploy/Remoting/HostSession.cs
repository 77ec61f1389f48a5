using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Polly;
using Polly.Retry;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Jobs;
using RemoteDeploy.Probing;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Remoting;

/// <summary>Requests to the remote script of one host: framing, retries of dropped connections, deadlines, faults.</summary>
internal sealed class HostSession(IHostTransport transport, string basePath, SessionLimits limits) : IAsyncDisposable
{
    private readonly ResiliencePipeline<Attempt<OpenCall>> retry = new ResiliencePipelineBuilder<Attempt<OpenCall>> { TimeProvider = limits.Time }
        .AddRetry(new RetryStrategyOptions<Attempt<OpenCall>>
        {
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is { Succeeded: true, Value.Failure.IsTransient: true }),
            MaxRetryAttempts = 6,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(150),
            MaxDelay = TimeSpan.FromSeconds(3),
            OnRetry = args => args.Outcome.Result!.Value.DisposeAsync(),
        })
        .Build();

    private readonly SemaphoreSlim opening = new(1);
    private int tries;

    // Until the host is known to have this very script, it is sent along.
    private bool streams = true;
    private StepChannel? channel;

    /// <summary>The host.</summary>
    public Host Host => transport.Host;

    /// <summary>What a person should know about how the host is reached.</summary>
    public IReadOnlyList<string> Remarks => transport.Remarks;

    /// <summary>The base folder, as the host's shell takes it.</summary>
    public string Base { get; } = transport.Spell(basePath).TrimEnd('/');

    /// <summary>How many tries in a row to begin a session came to nothing; 0 when the last one did not.</summary>
    public int Tries => Volatile.Read(ref tries);

    /// <summary>True once a session was begun: something of ours ran on the host.</summary>
    public bool WasReached { get; private set; }

    /// <summary>Where the script is kept on the host.</summary>
    public string ScriptPath => $"{Base}/.sh/{RemoteScript.FileName}";

    /// <summary>True when the host is known to have this very script there.</summary>
    public bool IsScriptInstalled => !streams;

    /// <summary>The script is on the host now: it need not be sent along any more.</summary>
    public void ScriptInstalled() => streams = false;

    /// <summary>How a path that a user wrote is spelled on the host.</summary>
    public string Spell(string path) => transport.Spell(path);

    /// <summary>By what other hosts can be told that this one is the right one; null where they cannot reach each other, or nothing is known.</summary>
    public Task<HostIdentity?> IdentifyAsync(CancellationToken cancellationToken) => transport.IdentifyAsync(cancellationToken);

    /// <summary>What both ends of the connection say of themselves; null where there is none to ask, or it cannot be learned.</summary>
    public Task<SshHandshake?> HandshakeAsync(CancellationToken cancellationToken) =>
        transport is ISecuredTransport secured ? secured.HandshakeAsync(cancellationToken) : Task.FromResult<SshHandshake?>(null);

    /// <summary>What a person's terminal has to run so that a script of the host runs there with a terminal of its own.</summary>
    public Task<Attempt<TerminalCommand>> TerminalAsync(string script, CancellationToken cancellationToken) => transport.TerminalAsync(RemoteScript.TerminalLauncher(script), cancellationToken);

    /// <summary>The folder of an application.</summary>
    public string AppFolder(string app) => $"{Base}/{app}";

    /// <summary>Sends one request and reads its whole answer: over the session that is kept, unless that is busy or the request needs one of its own.</summary>
    /// <returns>The answer, whatever its status, or why there is none.</returns>
    public async Task<Attempt<Reply>> CallAsync(ScriptCall call, CancellationToken cancellationToken)
    {
        if (call.IsStep)
        {
            var found = await ChannelAsync(cancellationToken);
            if (!found.TryGet(out var kept, out var none))
            {
                return Attempt<Reply>.Failed(none);
            }

            if (kept.TryReserve())
            {
                return await kept.AskAsync(call, cancellationToken);
            }
        }

        var opened = await OpenAsync(call, cancellationToken);
        if (!opened.TryGet(out var open, out var faults))
        {
            return Attempt<Reply>.Failed(faults);
        }

        await using (open)
        {
            return await open.FinishAsync(call, cancellationToken);
        }
    }

    /// <summary>Has a session take something and hold it: the kept one, unless that is busy or holds something already.</summary>
    /// <returns>The session and its answer of status 0, or the faults it names.</returns>
    public async Task<Attempt<(StepChannel Channel, Reply Reply)>> HoldAsync(ScriptCall call, CancellationToken cancellationToken)
    {
        var found = await ChannelAsync(cancellationToken);
        if (found.TryGet(out var kept, out _) && (kept.IsHolding || !kept.TryReserve()))
        {
            found = await OpenChannelAsync(cancellationToken);
            if (found.TryGet(out var own, out _))
            {
                await own.ReserveAsync(cancellationToken);
            }
        }

        if (!found.TryGet(out var holder, out var faults))
        {
            return Attempt<(StepChannel, Reply)>.Failed(faults);
        }

        try
        {
            var answered = await holder.HoldAsync(call, cancellationToken);
            var judged = answered.TryGet(out var reply, out _) ? Judge(call, reply) : answered;
            faults = judged.TryGet(out reply, out var failed) ? reply.Faults : failed;
            if (faults.Count == 0)
            {
                return (holder, reply!);
            }

            await holder.EndAsync(hasty: true);
            return Attempt<(StepChannel, Reply)>.Failed(faults);
        }
        catch
        {
            await holder.EndAsync(hasty: true);
            throw;
        }
    }

    /// <summary>Sends a request that either does its work or says why not.</summary>
    /// <returns>The answer of status 0, or the faults it names.</returns>
    public async Task<Attempt<Reply>> StepAsync(ScriptCall call, CancellationToken cancellationToken)
    {
        var answered = await CallAsync(call, cancellationToken);
        return answered.TryGet(out var reply, out _) ? Judge(call, reply) : answered;
    }

    /// <summary>An answer of status 0, or the faults that another one names.</summary>
    public static Attempt<Reply> Judge(ScriptCall call, Reply reply) => reply.Status == 0
        ? reply
        : reply.Faults.Count > 0
            ? Attempt<Reply>.Failed(reply.Faults)
            : new Fault(FaultCatalog.RemoteStepFailed, $"'{call.Verb}' failed on the host without a word") { Found = SafeText.Line(reply.Error, 300) };

    /// <summary>Sends a request whose answer is read while the remote side waits.</summary>
    public async Task<Attempt<OpenCall>> OpenAsync(ScriptCall call, CancellationToken cancellationToken)
    {
        // A kept connection takes most of the patience to turn out dead: what is left of it is enough for a new one to a host that is well.
        var within = limits.Begin;
        var opened = await retry.ExecuteAsync(
            async token =>
            {
                Interlocked.Increment(ref tries);
                var began = limits.Time.GetTimestamp();
                var attempt = await StartAsync(call, within, token);
                within = limits.Time.GetElapsedTime(began) > limits.Stall / 2 ? limits.BeginAgain : limits.Begin;
                return attempt;
            },
            cancellationToken);
        if (!opened.TryGet(out var open, out _))
        {
            return opened;
        }

        if (open.Failure is { } failure)
        {
            await open.DisposeAsync();
            return failure.Fault;
        }

        WasReached = true;
        Interlocked.Exchange(ref tries, 0);
        return opened;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (channel is { IsHolding: false } kept)
        {
            await kept.EndAsync(hasty: true);
        }

        await transport.DisposeAsync();
    }

    // The one that is kept; a new one when there is none or the last one is over.
    private async Task<Attempt<StepChannel>> ChannelAsync(CancellationToken cancellationToken)
    {
        await opening.WaitAsync(cancellationToken);
        try
        {
            if (channel is not { IsUsable: true })
            {
                if (channel is { IsHolding: false } old)
                {
                    await old.EndAsync(hasty: true);
                }

                channel = null;
                var opened = await OpenChannelAsync(cancellationToken);
                if (!opened.TryGet(out channel, out _))
                {
                    return opened;
                }
            }

            return channel;
        }
        finally
        {
            opening.Release();
        }
    }

    private async Task<Attempt<StepChannel>> OpenChannelAsync(CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(new ScriptCall("serve"), cancellationToken);
        return opened.TryGet(out var open, out var faults) ? new StepChannel(open, limits.Time) : Attempt<StepChannel>.Failed(faults);
    }

    private async Task<Attempt<OpenCall>> StartAsync(ScriptCall call, TimeSpan within, CancellationToken cancellationToken)
    {
        var started = limits.Time.GetTimestamp();
        var launched = await transport.StartAsync(streams ? RemoteScript.StreamedLauncher : RemoteScript.InstalledLauncher, cancellationToken);
        if (!launched.TryGet(out var process, out var faults))
        {
            return Attempt<OpenCall>.Failed(faults);
        }

        var nonce = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var open = new OpenCall(process, transport, limits, nonce, started);
        await open.BeginAsync(Preamble(), ScriptArgument.Header(nonce, call.Verb, call.Arguments), within, cancellationToken);
        if (!streams && open.Failure is { Fault.Code: var code } && code == FaultCatalog.ShellUnusable && open.Error.Contains(RemoteScript.FileName, StringComparison.Ordinal))
        {
            // Somebody has removed the script meanwhile: it comes along again.
            await open.DisposeAsync();
            streams = true;
            return await StartAsync(call, within, cancellationToken);
        }

        return open;
    }

    private byte[] Preamble() => streams
        ? [.. Encoding.ASCII.GetBytes(RemoteScript.Text.Length.ToString(CultureInfo.InvariantCulture) + "\n"), .. RemoteScript.Text]
        : Encoding.UTF8.GetBytes(ScriptPath + "\n");
}
