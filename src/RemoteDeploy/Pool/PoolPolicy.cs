namespace RemoteDeploy.Pool;

/// <summary>The choices of a pool; override what should be otherwise.</summary>
public class PoolPolicy
{
    /// <summary>Which of the attempts that fit a host is next there.</summary>
    /// <param name="host">The host that is free.</param>
    /// <param name="fitting">At least one, in the order of the queue; with how long each takes there, null when that is not known.</param>
    /// <returns>One of them: the longest, so that what is left for the end is short; those that nobody knows the length of go first.</returns>
    public virtual UnitAttempt Next(PoolHost host, IReadOnlyList<(UnitAttempt Attempt, TimeSpan? Duration)> fitting)
    {
        ArgumentNullException.ThrowIfNull(fitting);
        return fitting.MaxBy(one => one.Duration ?? TimeSpan.MaxValue).Attempt;
    }

    /// <summary>True when a host is not to be used for other units after this attempt: for units that say that they are destructive.</summary>
    public virtual bool RetiresHost(UnitAttempt attempt, UnitOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        return attempt.Unit.IsDestructive;
    }

    /// <summary>True when a unit that failed is to be run again: as often as was asked for.</summary>
    /// <param name="attempt">The attempt that failed.</param>
    /// <param name="retries">How often was asked for.</param>
    public virtual bool RunsAgain(UnitAttempt attempt, int retries)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        return attempt.Number <= retries;
    }
}
