using RemoteDeploy.Results;

namespace RemoteDeploy.Testing;

/// <summary>Judges a job with units as a whole, from what is here of it.</summary>
internal static class BatchJudge
{
    /// <summary>The report, which is then shared out to its units.</summary>
    public static SuiteReport Of(SuitePart part, SuiteCommand command, (SuiteJob Job, Collected Collected) left, ResultStamp stamp)
    {
        var report = new SuiteReport { Suite = part.Suite.Name, Mode = part.Suite.Mode, Release = stamp.Release, Manifest = stamp.Manifest };
        var judged = SuiteVerdict.Of(report, command, left.Job, left.Collected, isPart: true);
        return judged with { Faults = [.. judged.Faults.Select(fault => fault with { Host = stamp.Host })] };
    }
}
