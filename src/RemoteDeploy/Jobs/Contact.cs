using RemoteDeploy.Faults;

namespace RemoteDeploy.Jobs;

/// <summary>How long a host may be out of reach while it has a job of ours: knows since when it is, and when to try again.</summary>
/// <param name="time">Clock.</param>
/// <param name="patience">Longest time without contact.</param>
/// <param name="note">Tells what a person should know.</param>
internal sealed class Contact(TimeProvider time, TimeSpan patience, Action<string> note)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private TimeSpan pause = FirstPause;
    private long? lostAt;

    /// <summary>True when what failed may go well in a moment. A key that is refused stays so.</summary>
    public static bool IsPassing(IReadOnlyList<Fault> faults) => faults.Count > 0 && faults.All(fault =>
        fault.Code == FaultCatalog.ConnectionLost || fault.Code == FaultCatalog.HostStalled || fault.Code == FaultCatalog.Unreachable
        || fault.Code == FaultCatalog.ConnectTimedOut || fault.Code == FaultCatalog.NameNotResolved);

    /// <summary>The host answers.</summary>
    public void Made()
    {
        if (lostAt is not null)
        {
            note("the host answers again");
        }

        (lostAt, pause) = (null, FirstPause);
    }

    /// <summary>The host does not answer: waits a little.</summary>
    /// <returns>False when it has been out of reach for too long.</returns>
    public async Task<bool> WaitAsync(Fault why, CancellationToken cancellationToken)
    {
        if (lostAt is null)
        {
            note($"lost contact ({why.Code}) while the host has a job of this run; trying again for {patience.TotalSeconds:0} s");
            lostAt = time.GetTimestamp();
        }

        if (time.GetElapsedTime(lostAt.Value) >= patience)
        {
            return false;
        }

        await Task.Delay(pause, time, cancellationToken);
        pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        return true;
    }

    /// <summary>The fault of a host that was out of reach for too long.</summary>
    public Fault Lost(Fault last) => new(FaultCatalog.HostLost, $"The host was out of reach for {patience.TotalSeconds:0} s while it had a job of this run")
    {
        Found = last.Message,
        Try = "When it is back, look with: remotedeploy ps",
    };
}
