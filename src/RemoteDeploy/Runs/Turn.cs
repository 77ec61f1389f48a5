namespace RemoteDeploy.Runs;

/// <summary>The right to be one of the hosts that are worked on. A host that only waits for others lets them have it meanwhile.</summary>
/// <param name="turns">All turns; one of them is taken.</param>
internal sealed class Turn(SemaphoreSlim turns) : IDisposable
{
    private int isTaken = 1;

    /// <summary>Gives it back. More than once is as good as once.</summary>
    public void Yield()
    {
        if (Interlocked.Exchange(ref isTaken, 0) == 1)
        {
            turns.Release();
        }
    }

    /// <summary>Waits for it again.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        isTaken = 1;
    }

    /// <inheritdoc/>
    public void Dispose() => Yield();
}
