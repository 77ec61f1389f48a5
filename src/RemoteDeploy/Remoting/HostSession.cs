using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Polly;
using Polly.Retry;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
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

    // Until the host is known to have this very script, it is sent along.
    private bool streams = true;

    /// <summary>The host.</summary>
    public Host Host => transport.Host;

    /// <summary>What a person should know about how the host is reached.</summary>
    public IReadOnlyList<string> Remarks => transport.Remarks;

    /// <summary>The base folder, as the host's shell takes it.</summary>
    public string Base { get; } = transport.Spell(basePath).TrimEnd('/');

    /// <summary>Where the script is kept on the host.</summary>
    public string ScriptPath => $"{Base}/.sh/{RemoteScript.FileName}";

    /// <summary>The script is on the host now: it need not be sent along any more.</summary>
    public void ScriptInstalled() => streams = false;

    /// <summary>How a path that a user wrote is spelled on the host.</summary>
    public string Spell(string path) => transport.Spell(path);

    /// <summary>The folder of an application.</summary>
    public string AppFolder(string app) => $"{Base}/{app}";

    /// <summary>Sends one request and reads its whole answer.</summary>
    /// <returns>The answer, whatever its status, or why there is none.</returns>
    public async Task<Attempt<Reply>> CallAsync(ScriptCall call, CancellationToken cancellationToken)
    {
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
        var opened = await retry.ExecuteAsync(async token => await StartAsync(call, token), cancellationToken);
        if (opened.TryGet(out var open, out var faults) && open.Failure is { } failure)
        {
            await open.DisposeAsync();
            return failure.Fault;
        }

        return opened;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => transport.DisposeAsync();

    private async Task<Attempt<OpenCall>> StartAsync(ScriptCall call, CancellationToken cancellationToken)
    {
        var started = limits.Time.GetTimestamp();
        var launched = await transport.StartAsync(streams ? RemoteScript.StreamedLauncher : RemoteScript.InstalledLauncher, cancellationToken);
        if (!launched.TryGet(out var process, out var faults))
        {
            return Attempt<OpenCall>.Failed(faults);
        }

        var nonce = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var open = new OpenCall(process, transport, limits, nonce, started);
        await open.BeginAsync(Preamble(), ScriptArgument.Header(nonce, call.Verb, call.Arguments), cancellationToken);
        return open;
    }

    private byte[] Preamble() => streams
        ? [.. Encoding.ASCII.GetBytes(RemoteScript.Text.Length.ToString(CultureInfo.InvariantCulture) + "\n"), .. RemoteScript.Text]
        : Encoding.UTF8.GetBytes(ScriptPath + "\n");
}
