using System.Globalization;
using RemoteDeploy.Pool;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Reporting;

/// <summary>How a pool went, in the words that all faces use; safe to print.</summary>
public static class PoolWords
{
    private const int Named = 10;

    /// <summary>How well the hosts were used: <c>6 hosts, 22.1 s; ideal 20.0 s (1.11x)</c>.</summary>
    public static string Use(PoolReport pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var summary = ToMilliseconds(pool.Summary);
        return summary.Hosts == 0
            ? "no unit was run to its end"
            : string.Create(CultureInfo.InvariantCulture, $"{Amount.Of(summary.Hosts, "host")}, {Seconds(summary.Makespan)}; ideal {Seconds(summary.Ideal)} ({summary.Ratio:0.00}x)");
    }

    /// <summary>What was done: <c>200 units in 31 jobs, 3 reruns</c>.</summary>
    public static string Work(PoolReport pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        return $"{Amount.Of(pool.Units, "unit")} in {Amount.Of(pool.Batches, "job")}{(pool.Reruns > 0 ? ", " + Amount.Of(pool.Reruns, "rerun") : "")}";
    }

    /// <summary>What was out of the ordinary, a line each: hosts that were lost, retired or called in, units that were not run.</summary>
    public static IReadOnlyList<string> Remarks(PoolReport pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        return
        [
            .. Hosts(pool.LostHosts, "lost; what they had in hand was left to other hosts"),
            .. Hosts(pool.RetiredHosts, "retired after a destructive unit"),
            .. Hosts(pool.SparesUsed, "called in as a spare"),
            .. pool.NotRun.Count == 0 ? (IEnumerable<string>)[] : [$"{Amount.Of(pool.NotRun.Count, "unit")} not run: {Some(pool.NotRun)}"],
        ];
    }

    /// <summary>How far it is: <c>37 of 200 units, 1 failed, about 42 s left</c>.</summary>
    /// <param name="progress">What was told last.</param>
    /// <param name="now">The time now: what was left then is less by now.</param>
    public static string Progress(PoolProgressed progress, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(progress);
        string[] parts =
        [
            string.Create(CultureInfo.InvariantCulture, $"{progress.Done:#,0} of {Amount.Of(progress.Total, "unit")}"),
            progress.Failed > 0 ? string.Create(CultureInfo.InvariantCulture, $"{progress.Failed:#,0} failed") : "",
            progress.Done < progress.Total && progress.Remaining is { } left ? Left(left - (now - progress.Time)) : "",
        ];
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }

    /// <summary>How a try at a unit ended, in a few words: <c>failed and is run again</c>, <c>passed at try 2</c>.</summary>
    public static string Of(UnitReport unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        var again = unit.Number > 1 ? string.Create(CultureInfo.InvariantCulture, $" at try {unit.Number}") : "";
        return (unit.Passed ? "passed" : "failed") + again + (unit is { Passed: false, IsFinal: false } ? " and is run again" : "");
    }

    /// <summary>As exact as stored runs are: what is said of them must be the same.</summary>
    internal static PoolSummary ToMilliseconds(PoolSummary summary) => summary with { Makespan = Rounded(summary.Makespan), Work = Rounded(summary.Work), Longest = Rounded(summary.Longest) };

    private static TimeSpan Rounded(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds));

    private static string Seconds(TimeSpan time) => time.TotalSeconds < 100 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s") : Amount.Time(time);

    private static string Left(TimeSpan left) => left < TimeSpan.FromSeconds(-5) ? "longer than was expected" : left < TimeSpan.FromSeconds(1) ? "almost done" : $"about {Whole(TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds)))} left";

    // Nobody knows the tenth of a second of what is to come.
    private static string Whole(TimeSpan time) => time.TotalMinutes < 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.Seconds} s") : Amount.Time(time);

    private static IEnumerable<string> Hosts(IReadOnlyList<string> hosts, string what) => hosts.Count == 0 ? [] : [$"{SafeText.Line(HostNames.Short(hosts), 300)}: {what}"];

    private static string Some(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(Named).Select(name => SafeText.Line(name, 100))) + (names.Count > Named ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - Named:#,0} more") : "");
}
