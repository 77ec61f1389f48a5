using System.Globalization;
using System.Xml;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Results.Merging;

/// <summary>Writes one TRX for a whole run: every test once, as it ended, with host, bytes and tries as properties. Nothing is kept in memory.</summary>
public static class TrxWriter
{
    private const string Space = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
    private const string UnitTestType = "13cdc9d9-ddb5-4fa4-a97d-d965ccfc6d4b";
    private const string NotInAList = "8c84fa94-04c1-424b-9868-57a2d4851a1d";
    private const string AllLoaded = "19431567-8539-422a-85d7-44ee4e166bda";

    /// <summary>Writes.</summary>
    /// <param name="run">The results.</param>
    /// <param name="output">Takes the file, UTF-8; left open.</param>
    public static void Write(MergedRun run, Stream output)
    {
        using var xml = XmlWriter.Create(output, XmlText.Settings);
        var ids = new TrxIds(run.RunId);
        xml.WriteStartElement("TestRun", Space);
        xml.WriteAttributeString("id", ids.Run.ToString());
        xml.WriteAttributeString("name", XmlText.Safe(run.RunId));
        WriteTimes(xml, run);
        xml.WriteStartElement("Results", Space);
        Each(run, (test, place) => WriteResult(xml, test, (ids.Test(place), ids.Execution(place))));
        xml.WriteEndElement();
        xml.WriteStartElement("TestDefinitions", Space);
        Each(run, (test, place) => TrxDefinition.Write(xml, Space, test, (ids.Test(place), ids.Execution(place))));
        xml.WriteEndElement();
        xml.WriteStartElement("TestEntries", Space);
        Each(run, (_, place) => WriteEntry(xml, ids.Test(place), ids.Execution(place)));
        xml.WriteEndElement();
        WriteLists(xml);
        WriteSummary(xml, run);
        xml.WriteEndElement();
    }

    private static void Each(MergedRun run, Action<MergedTest, long> write)
    {
        var place = 0L;
        foreach (var test in run.Groups.SelectMany(group => group.Tests))
        {
            write(test, place++);
        }
    }

    private static void WriteTimes(XmlWriter xml, MergedRun run)
    {
        xml.WriteStartElement("Times", Space);
        foreach (var name in (string[])["creation", "queuing", "start"])
        {
            xml.WriteAttributeString(name, Time(run.Started));
        }

        xml.WriteAttributeString("finish", Time(run.Started + run.Duration));
        xml.WriteEndElement();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static void WriteResult(XmlWriter xml, MergedTest test, (Guid Test, Guid Execution) ids)
    {
        xml.WriteStartElement("UnitTestResult", Space);
        xml.WriteAttributeString("executionId", ids.Execution.ToString());
        xml.WriteAttributeString("testId", ids.Test.ToString());
        xml.WriteAttributeString("testName", XmlText.Safe(test.Result.Name));
        xml.WriteAttributeString("computerName", XmlText.Safe(test.Final.Host));
        xml.WriteAttributeString("duration", test.Result.Duration.ToString("c", CultureInfo.InvariantCulture));
        xml.WriteAttributeString("testType", UnitTestType);
        xml.WriteAttributeString("outcome", test.Result.Outcome switch
        {
            TestOutcome.Passed => "Passed",
            TestOutcome.Failed => "Failed",
            _ => "NotExecuted",
        });
        xml.WriteAttributeString("testListId", NotInAList);
        WriteOutput(xml, test);
        xml.WriteEndElement();
    }

    private static void WriteOutput(XmlWriter xml, MergedTest test)
    {
        var (result, earlier) = (test.Result, test.Attempts.Take(test.Attempts.Count - 1).ToList());
        if (result is { Output: null, Message: null, StackTrace: null } && earlier.Count == 0)
        {
            return;
        }

        xml.WriteStartElement("Output", Space);
        if (result.Output is not null)
        {
            xml.WriteElementString("StdOut", Space, XmlText.Safe(result.Output));
        }

        if (result.Message is not null || result.StackTrace is not null)
        {
            xml.WriteStartElement("ErrorInfo", Space);
            xml.WriteElementString("Message", Space, XmlText.Safe(result.Message));
            if (result.StackTrace is not null)
            {
                xml.WriteElementString("StackTrace", Space, XmlText.Safe(result.StackTrace));
            }

            xml.WriteEndElement();
        }

        if (earlier.Count > 0)
        {
            xml.WriteStartElement("TextMessages", Space);
            foreach (var attempt in earlier)
            {
                xml.WriteElementString("Message", Space, XmlText.Safe(Words(attempt)));
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Words(TestAttempt attempt) => string.Create(
        CultureInfo.InvariantCulture,
        $"try {attempt.Number} on {attempt.Host}: {attempt.Result.Outcome.ToString().ToLowerInvariant()} after {attempt.Result.Duration.TotalSeconds:0.###} s{(attempt.Result.Message is { } message ? $": {message}" : "")}");

    private static void WriteEntry(XmlWriter xml, Guid test, Guid execution)
    {
        xml.WriteStartElement("TestEntry", Space);
        xml.WriteAttributeString("testId", test.ToString());
        xml.WriteAttributeString("executionId", execution.ToString());
        xml.WriteAttributeString("testListId", NotInAList);
        xml.WriteEndElement();
    }

    private static void WriteLists(XmlWriter xml)
    {
        xml.WriteStartElement("TestLists", Space);
        foreach (var (name, id) in (ReadOnlySpan<(string, string)>)[("Results Not in a List", NotInAList), ("All Loaded Results", AllLoaded)])
        {
            xml.WriteStartElement("TestList", Space);
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("id", id);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteSummary(XmlWriter xml, MergedRun run)
    {
        var counts = run.Count();
        var faults = run.AllFaults.ToList();
        xml.WriteStartElement("ResultSummary", Space);
        xml.WriteAttributeString("outcome", counts.Failed > 0 || faults.Count > 0 ? "Failed" : "Completed");
        WriteCounters(xml, counts);
        if (faults.Count > 0)
        {
            xml.WriteStartElement("RunInfos", Space);
            foreach (var fault in faults)
            {
                WriteFault(xml, fault, run);
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCounters(XmlWriter xml, MergedCounts counts)
    {
        xml.WriteStartElement("Counters", Space);
        foreach (var (name, count) in (ReadOnlySpan<(string, int)>)
            [
                ("total", counts.Total), ("executed", counts.Passed + counts.Failed), ("passed", counts.Passed), ("failed", counts.Failed), ("error", 0), ("timeout", 0),
                ("aborted", 0), ("inconclusive", 0), ("passedButRunAborted", 0), ("notRunnable", 0), ("notExecuted", counts.Skipped), ("disconnected", 0), ("warning", 0),
                ("completed", 0), ("inProgress", 0), ("pending", 0),
            ])
        {
            xml.WriteAttributeString(name, count.ToString(CultureInfo.InvariantCulture));
        }

        xml.WriteEndElement();
    }

    // What failed outside of tests: readers of the file see that the run was not right although its tests may all have passed.
    private static void WriteFault(XmlWriter xml, Fault fault, MergedRun run)
    {
        xml.WriteStartElement("RunInfo", Space);
        xml.WriteAttributeString("computerName", XmlText.Safe(fault.Host));
        xml.WriteAttributeString("outcome", "Error");
        xml.WriteAttributeString("timestamp", Time(run.Started + run.Duration));
        xml.WriteElementString("Text", Space, XmlText.Safe(SafeText.Line(fault.ToString())));
        xml.WriteEndElement();
    }
}
