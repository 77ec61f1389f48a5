using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RemoteDeploy.Faults;

namespace RemoteDeploy.Remoting;

/// <summary>A session on a host that is kept for many steps, one after the other: each costs a round trip, and no login shell.</summary>
internal sealed class StepChannel(OpenCall call, TimeProvider time) : IAsyncDisposable
{
    // A cancelled run does not keep people waiting: the host goes on cleaning up by itself.
    private static readonly TimeSpan HastyFarewell = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan LongFarewell = TimeSpan.FromSeconds(30);

    // A host that was given up in the middle of a step may never come to the word that ends it, nor one that has ended.
    private static readonly TimeSpan ShortFarewell = TimeSpan.FromSeconds(5);

    // Noise, so that a connection that compresses gains nothing.
    private static readonly byte[] Noise = RandomNumberGenerator.GetBytes(2 << 20);

    // What is through sooner says more of the processors' turns than of the way.
    private const int FirstNoise = 256 * 1024;
    private const int MostRounds = 3;
    private static readonly TimeSpan LeastTelling = TimeSpan.FromMilliseconds(20);
    private readonly SemaphoreSlim speaking = new(1);
    private readonly SemaphoreSlim asking = new(1);
    private volatile bool isOutOfStep;
    private int ends;
    private Farewell farewell = Farewell.None;
    private readonly List<Reply> tellings = [];

    /// <summary>True when its process on the host holds something, such as a lock, that ends with it.</summary>
    public bool IsHolding { get; private set; }

    /// <summary>True once it is over.</summary>
    public bool HasEnded => call.HasEnded;

    /// <summary>True when another step can be asked for.</summary>
    public bool IsUsable => !isOutOfStep && !HasEnded;

    /// <summary>Takes the right to ask the next thing; whoever has it must ask.</summary>
    /// <returns>False when a step is under way.</returns>
    public bool TryReserve() => asking.Wait(0);

    /// <summary>Waits for the right to ask the next thing.</summary>
    public Task ReserveAsync(CancellationToken cancellationToken) => asking.WaitAsync(cancellationToken);

    /// <summary>Has a step done. To be called once after each reservation.</summary>
    /// <returns>The answer, whatever its status, or why there is none.</returns>
    public Task<Attempt<Reply>> AskAsync(ScriptCall step, CancellationToken cancellationToken)
    {
        var first = step.Data is { } data ? string.Create(CultureInfo.InvariantCulture, $"feed {data.Length}") : "call";
        return AskAsync([.. ScriptArgument.Header(first, step.Verb, step.Arguments), .. step.Data ?? []], step, cancellationToken);
    }

    /// <summary>Has a step done by the session's own process, which then holds what the step took. To be called once after a reservation.</summary>
    public async Task<Attempt<Reply>> HoldAsync(ScriptCall step, CancellationToken cancellationToken)
    {
        IsHolding = true;
        return await AskAsync(ScriptArgument.Header("hold", step.Verb, step.Arguments), step, cancellationToken);
    }

    /// <summary>Sends a piece of noise and waits until the host has it; a larger one after it where that took no time.</summary>
    /// <returns>Bytes per second; null when the host gives no answer.</returns>
    public async Task<double?> MeasureAsync(CancellationToken cancellationToken)
    {
        var best = FirstNoise / (await TimeAsync(FirstNoise, cancellationToken))?.TotalSeconds;

        // Whatever else goes on makes it slower and never faster: the best counts.
        for (var round = 0; round < MostRounds && best > FirstNoise / LeastTelling.TotalSeconds; round++)
        {
            best = Math.Max(best.Value, Noise.Length / (await TimeAsync(Noise.Length, cancellationToken))?.TotalSeconds ?? 0);
        }

        return best;
    }

    private async Task<TimeSpan?> TimeAsync(int bytes, CancellationToken cancellationToken)
    {
        await ReserveAsync(cancellationToken);
        var started = time.GetTimestamp();
        var got = await AskAsync([.. Encoding.ASCII.GetBytes($"blob {bytes}\n"), .. Noise.AsSpan(0, bytes)], new ScriptCall("blob"), cancellationToken);
        return got.Succeeded ? time.GetElapsedTime(started) : null;
    }

    /// <summary>Sends a sign of life.</summary>
    public Task BeatAsync() => TellAsync("beat\n"u8.ToArray());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await EndAsync(hasty: false);

    /// <summary>Ends it, and waits until the host has given up what it held.</summary>
    /// <param name="hasty">Does not wait for a slow host.</param>
    /// <returns>Whether the host is known to have done so, and what it could not remove.</returns>
    public async ValueTask<Farewell> EndAsync(bool hasty)
    {
        if (Interlocked.Exchange(ref ends, 1) == 1)
        {
            return farewell;
        }

        var patience = hasty ? HastyFarewell : isOutOfStep || HasEnded ? ShortFarewell : LongFarewell;
        using var limit = new CancellationTokenSource(patience);
        await SayByeAsync(limit.Token);
        call.CloseInput();

        // A host that has more to say of what was given up would stand there with it.
        var draining = isOutOfStep && TryReserve() ? call.DrainAsync(limit.Token) : Task.CompletedTask;
        var ended = call.WaitForEndAsync(CancellationToken.None);
        await Task.WhenAny(ended, Task.Delay(Timeout.Infinite, limit.Token));
        farewell = Farewell.Of(ended.IsCompletedSuccessfully ? await ended : null, tellings);
        await call.DisposeAsync();
        await limit.CancelAsync();
        await draining;
        return farewell;
    }

    // One that ended by itself has said its last word already, and it is here to be read. In the middle of a step there is no telling
    // what an answer belongs to.
    private async Task SayByeAsync(CancellationToken limit)
    {
        try
        {
            if (!isOutOfStep && TryReserve())
            {
                await AskAsync("bye\n"u8.ToArray(), new ScriptCall("bye") { MayBeSilent = true }, limit);
                return;
            }

            await speaking.WaitAsync(limit);
            speaking.Release();
            await TellAsync("bye\n"u8.ToArray());
        }
        catch (OperationCanceledException)
        {
            // Nobody waits longer.
        }
    }

    private async Task<Attempt<Reply>> AskAsync(byte[] request, ScriptCall step, CancellationToken cancellationToken)
    {
        try
        {
            if (isOutOfStep)
            {
                return new Fault(FaultCatalog.LockLost, $"'{step.Verb}' cannot be asked for: an earlier step was given up and may still be answered") { Try = "Run again" };
            }

            // Until the answer is whole: what comes after an answer that nobody waited for would pass for the next one.
            isOutOfStep = true;
            var answered = await call.AskAsync(step, () => TellAsync(request), cancellationToken);
            isOutOfStep = !answered.Succeeded;

            // Whatever was asked: a session that ends by itself says what stays in the place of the answer.
            if (answered.TryGet(out var reply, out _) && Farewell.IsIn(reply))
            {
                tellings.Add(reply);
            }

            return answered;
        }
        finally
        {
            asking.Release();
        }
    }

    // One at a time: a sign of life must not fall into the middle of something else.
    private async Task TellAsync(byte[] bytes)
    {
        await speaking.WaitAsync();
        try
        {
            await call.TellAsync(bytes, CancellationToken.None);
        }
        finally
        {
            speaking.Release();
        }
    }
}
