using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Results;

/// <summary>What a readable result file itself gives away: that it is not whole, or that its summary and its tests disagree.</summary>
internal static class ResultChecks
{
    /// <summary>RD4005 for each way in which a file contradicts itself.</summary>
    /// <param name="name">Name of the file, for the fault.</param>
    /// <param name="file">What was read.</param>
    public static IEnumerable<Fault> Of(string name, ResultFile file)
    {
        if (file.Announced is { } announced && announced != file.Tests.Count)
        {
            yield return new Fault(FaultCatalog.ResultsContradict, "A result file holds another number of tests than it says")
            {
                Path = SafeText.Line(name),
                Expected = string.Create(CultureInfo.InvariantCulture, $"{announced} tests"),
                Found = string.Create(CultureInfo.InvariantCulture, $"{file.Tests.Count}"),
                Try = "Look at the output of the suite: it may have ended while it was writing",
            };
        }
        else if (file.Incomplete is null && file.AnnouncedFailures > file.Failures)
        {
            // Fewer are no contradiction: not every writer counts every kind. Where tests are missing, or a reason is given, that says it all.
            yield return new Fault(FaultCatalog.ResultsContradict, "A result file says that more failed than its tests tell of")
            {
                Path = SafeText.Line(name),
                Expected = Amount.Of(file.AnnouncedFailures, "failure"),
                Found = string.Create(CultureInfo.InvariantCulture, $"{file.Failures}"),
                Try = "Look at the output of the suite: a failure in set-up or tear-down, outside of tests, is the usual cause",
            };
        }

        if (file.Incomplete is not null)
        {
            yield return new Fault(FaultCatalog.ResultsContradict, "A result file is not complete")
            {
                Path = SafeText.Line(name),
                Expected = "the results of a whole run",
                Found = SafeText.Line(file.Incomplete, 300),
                Try = "Look at the output of the suite: a crash, an abort or a full disk is the usual cause",
            };
        }
    }
}
