using RemoteDeploy.Faults;

namespace RemoteDeploy.Reporting;

/// <summary>What became of a host that failed, on one line.</summary>
public static class HostWords
{
    /// <summary>Stage, cause, codes, tries and what is left behind: <c>at connect: … (RD1003); 1 try; nothing is left behind</c>. Safe to print.</summary>
    /// <param name="report">A report with faults, of the host itself or of its suites.</param>
    public static string OfFailure(HostReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        IReadOnlyList<Fault> faults = report.Faults.Count > 0 ? report.Faults : [.. report.Suites.SelectMany(suite => suite.Faults)];
        var first = faults[0];
        var more = faults.Count == 1 ? "" : $", and {Amount.Of(faults.Count - 1, "more fault")}";
        var codes = faults.Select(fault => fault.Code.ToString()).Distinct(StringComparer.Ordinal);
        string[] parts =
        [
            $"at {(first.Phase ?? report.Phase).ToString().ToLowerInvariant()}: {SafeText.Line(first.Message.TrimEnd('.'), 300)}{more} ({string.Join(", ", codes)})",
            .. report.Tries > 0 ? (string[])[report.Tries == 1 ? "1 try" : $"{report.Tries} tries"] : [],
            report.LeftBehind.Count == 0 ? "nothing is left behind" : Left(string.Join("; ", report.LeftBehind)),
        ];
        return string.Join("; ", parts);
    }

    /// <summary>True when more is to be said of a host than which tests failed: it failed itself, or was lost.</summary>
    public static bool Fails(HostReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.Faults.Count > 0 || report.Suites.Any(suite => suite.Faults.Any(fault => fault.Code.Category == FaultCategory.Infrastructure));
    }

    /// <summary>Something that is left behind.</summary>
    public static string Left(string what) => "left behind: " + SafeText.Line(what, 1000);
}
