using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>A suite in the table of suites: of one host, or of all hosts that shared it.</summary>
/// <param name="Hosts">Names of the hosts, safe to print.</param>
/// <param name="Suite">What it did, put together.</param>
internal sealed record SuiteRow(string Hosts, SuiteReport Suite)
{
    private const int MostText = 30;

    /// <summary>The rows of a report, in the order of hosts and suites.</summary>
    public static IReadOnlyList<SuiteRow> Of(RunReport report)
    {
        var suites = report.Hosts.SelectMany(host => host.Suites.Select(suite => (Host: host.Host.Name, Suite: suite))).ToList();
        return
        [
            .. suites.Where(one => one.Suite.Mode == SuiteMode.Each).Select(one => new SuiteRow(SafeText.Line(one.Host), one.Suite)),
            .. suites.Where(one => one.Suite.Mode != SuiteMode.Each).GroupBy(one => one.Suite.Suite, StringComparer.Ordinal).Select(group => Shared([.. group])),
        ];
    }

    private static SuiteRow Shared(List<(string Host, SuiteReport Suite)> parts)
    {
        var names = SafeText.Line(HostNames.Short([.. parts.Select(part => part.Host)]));
        var units = parts.SelectMany(part => part.Suite.Units).ToList();
        return new SuiteRow(names.Length > MostText ? Amount.Of(parts.Count, "host") : names, parts[0].Suite with
        {
            Units = units,
            Tests = [.. parts.SelectMany(part => part.Suite.Tests)],
            FlakyUnits = [.. parts.SelectMany(part => part.Suite.FlakyUnits)],
            Faults = [.. parts.SelectMany(part => part.Suite.Faults)],
            Manifest = parts.Select(part => part.Suite.Manifest).FirstOrDefault(manifest => manifest is not null),
            Duration = Elapsed(units),
        });
    }

    // From the start of the first job to the end of the last one.
    private static TimeSpan Elapsed(List<UnitReport> units) => units.Count == 0 ? TimeSpan.Zero : units
        .GroupBy(unit => (unit.Job, unit.Started))
        .Max(job => job.Key.Started + TimeSpan.FromTicks(job.Sum(unit => unit.Duration.Ticks))) - units.Min(unit => unit.Started);
}
