namespace RemoteDeploy.Runs;

/// <summary>Where verified hosts wait for each other before they are switched. It opens as soon as so many are verified that the rest
/// may fail: whoever allows failures need not wait for a host that hangs.</summary>
/// <param name="hosts">How many hosts there are.</param>
/// <param name="permits">Whether so many failures are allowed.</param>
/// <param name="mayOpen">The last look before any are switched; never asked twice at a time.</param>
internal sealed class SwitchGate(int hosts, Func<int, bool> permits, Func<bool> mayOpen)
{
    private readonly TaskCompletionSource<bool> opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly List<Func<bool>> verified = [];
    private int decided;

    /// <summary>How many hosts were not verified, or not any more, when it was decided.</summary>
    public int Failures { get; private set; }

    /// <summary>A host could not be verified.</summary>
    public void Fail()
    {
        lock (gate)
        {
            decided++;
            Decide();
        }
    }

    /// <summary>A host is verified; waits until it is known whether it may be switched.</summary>
    /// <param name="holds">False once it cannot be switched any more, such as without its lock.</param>
    /// <returns>False when it may not.</returns>
    public Task<bool> WaitAsync(Func<bool> holds)
    {
        lock (gate)
        {
            decided++;
            verified.Add(holds);
            if (opened.Task is { IsCompletedSuccessfully: true, Result: true })
            {
                // Late: the others have been switched meanwhile.
                return Task.FromResult(mayOpen());
            }

            Decide();
            return opened.Task;
        }
    }

    private void Decide()
    {
        var failures = hosts - verified.Count(holds => holds());
        var permitted = permits(failures);
        if (opened.Task.IsCompleted || (!permitted && decided < hosts))
        {
            return;
        }

        Failures = failures;
        try
        {
            opened.SetResult(permitted && mayOpen());
        }
        catch (Exception exception)
        {
            // Nobody is left to wait for ever.
            opened.SetException(exception);
        }
    }
}
