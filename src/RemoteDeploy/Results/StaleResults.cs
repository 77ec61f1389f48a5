using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Results;

/// <summary>
/// Finds result files that an earlier run wrote, by the times that stand in them. Times of the file system are not looked at:
/// a copy has new ones.
/// </summary>
internal static class StaleResults
{
    /// <summary>RD4004 when the latest time in a file is clearly before its suite was started; null when it is not, or the file names no time.</summary>
    /// <param name="name">Name of the file, for the fault.</param>
    /// <param name="file">What was read.</param>
    /// <param name="clock">When the suite was started, and how the host's clock runs.</param>
    public static Fault? Of(string name, ResultFile file, HostClock clock)
    {
        if (file.Latest is not { } latest || latest >= clock.Earliest)
        {
            return null;
        }

        return new Fault(FaultCatalog.ResultsStale, "A result file was written before the suite was started")
        {
            Path = SafeText.Line(name),
            Expected = string.Create(CultureInfo.InvariantCulture, $"a time after {clock.Started.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}"),
            Found = string.Create(CultureInfo.InvariantCulture, $"{latest.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} as its latest time{(clock.Skew.Duration() > TimeSpan.FromSeconds(1) ? $", by a clock that is {clock.Skew.TotalSeconds:+0;-0} s off" : "")}"),
            Try = "Let the suite write its results anew: delete old ones when it starts, and do not write outside its working folder",
        };
    }
}
