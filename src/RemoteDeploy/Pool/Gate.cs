namespace RemoteDeploy.Pool;

/// <summary>Guards a state that several wait for: one at a time looks at it or changes it, and each change wakes those who wait.</summary>
internal sealed class Gate
{
    private readonly Lock inner = new();
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Looks at the state.</summary>
    public T Look<T>(Func<T> look)
    {
        lock (inner)
        {
            return look();
        }
    }

    /// <summary>Changes the state.</summary>
    public T Change<T>(Func<T> change)
    {
        lock (inner)
        {
            var result = change();
            Wake();
            return result;
        }
    }

    /// <summary>Changes the state.</summary>
    public void Change(Action change) => Change(() =>
    {
        change();
        return 0;
    });

    /// <summary>Wakes those who wait, from within a look that has changed the state after all.</summary>
    public void Wake()
    {
        changed.TrySetResult();
        changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Looks at the state, and again after each change, until it says something.</summary>
    /// <param name="look">What it says, once it is known.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<T> UntilAsync<T>(Func<(bool IsKnown, T Value)> look, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task change;
            lock (inner)
            {
                if (look() is (true, var value))
                {
                    return value;
                }

                change = changed.Task;
            }

            await change.WaitAsync(cancellationToken);
        }
    }
}
