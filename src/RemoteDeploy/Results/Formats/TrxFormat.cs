using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Results.Formats;

/// <summary>The TRX format of Visual Studio and its test runners.</summary>
internal static class TrxFormat
{
    // The counters of what is read as a failure. Nothing is concluded from the outcome of the run: 'Failed' may stand for more than tests.
    private static readonly string[] Counters = ["failed", "error", "timeout", "aborted", "disconnected"];

    /// <summary>Reads a <c>TestRun</c>.</summary>
    public static ResultFile Read(XmlReader xml)
    {
        var (tests, ids) = (new TestList(), new List<string?>());
        var methods = new Dictionary<string, (string? Class, string? Method)>(StringComparer.Ordinal);
        var (counted, announced, failures) = (false, (int?)null, 0L);
        var (outcome, latest, remark) = ((string?)null, (DateTimeOffset?)null, (string?)null);
        while (!xml.EOF)
        {
            switch (xml.NodeType == XmlNodeType.Element ? xml.LocalName : "")
            {
                case "UnitTestResult":
                    Add(ResultXml.Take(xml), tests, ids);
                    continue;
                case "UnitTest":
                    Define(ResultXml.Take(xml), methods);
                    continue;
                case "Times":
                    latest = ClockTime.Later(ClockTime.Latest(xml.GetAttribute("start")), ClockTime.Latest(xml.GetAttribute("finish")));
                    break;
                case "ResultSummary":
                    outcome = xml.GetAttribute("outcome");
                    break;
                case "Counters" when !counted:
                    (counted, announced, failures) = (true, ResultXml.Count(xml.GetAttribute("total")), Counters.Max(name => ResultXml.Failures(xml.GetAttribute(name))));
                    break;
                case "RunInfo" when xml.GetAttribute("outcome") is "Error" or "Aborted":
                    var said = ResultXml.Take(xml).Value.Trim();
                    remark ??= said;
                    continue;
            }

            xml.Read();
        }

        tests.Replace((test, at) => ids[at] is { } id && methods.TryGetValue(id, out var method) ? test with { Class = method.Class, Method = method.Method } : test);
        return counted
            ? new ResultFile(tests.Tests, announced) { AnnouncedFailures = failures, Latest = latest, Incomplete = Trouble(outcome, remark) }
            : throw new InvalidDataException("the summary with the counters is missing");
    }

    /// <summary>Writes where the tests ran into a result or definition: runners leave the machine's own name or nothing.</summary>
    public static void Stamp(XElement element, ResultStamp stamp)
    {
        foreach (var result in element.DescendantsAndSelf().Where(one => one.Name.LocalName == "UnitTestResult"))
        {
            result.SetAttributeValue("computerName", stamp.Host);
        }

        if (element.Name.LocalName == "UnitTest")
        {
            var space = element.Name.Namespace;
            var properties = element.Child("Properties");
            if (properties is null)
            {
                properties = new XElement(space + "Properties");
                element.AddFirst(properties);
            }

            properties.Add(stamp.Properties.Select(property =>
                new XElement(space + "Property", new XElement(space + "Key", property.Name), new XElement(space + "Value", property.Value))));
        }
    }

    // A run that was cut short says so in its summary, or as an error of the run that belongs to no test.
    private static string? Trouble(string? outcome, string? remark) => outcome switch
    {
        "Aborted" or "Error" or "Timeout" or "Disconnected" or "InProgress" => $"its outcome is '{outcome}'{(remark is null ? "" : $": {remark}")}",
        _ when remark is not null => $"the run had an error: {remark}",
        _ => null,
    };

    private static void Add(XElement element, TestList tests, List<string?> ids)
    {
        foreach (var result in element.DescendantsAndSelf().Where(one => one.Name.LocalName == "UnitTestResult"))
        {
            tests.Add(ReadResult(result));
            ids.Add((string?)result.Attribute("testId"));
        }
    }

    private static void Define(XElement element, Dictionary<string, (string? Class, string? Method)> methods)
    {
        if ((string?)element.Attribute("id") is { } id && element.Child("TestMethod") is { } method)
        {
            methods[id] = ((string?)method.Attribute("className"), (string?)method.Attribute("name"));
        }
    }

    private static TestResult ReadResult(XElement element)
    {
        // What rows of data below it say is theirs.
        var output = element.Child("Output");
        var error = output?.Child("ErrorInfo");
        var outcome = Outcome((string?)element.Attribute("outcome"));
        var stack = (string?)error?.Child("StackTrace");
        var (standard, message) = ((string?)output?.Child("StdOut"), (string?)error?.Child("Message"));

        // xunit.v3 writes the reason of a skip as output.
        var reason = outcome == TestOutcome.Skipped && message is null;
        return new TestResult(
            (string?)element.Attribute("testName") ?? "(no name)",
            outcome,
            TimeSpan.TryParse((string?)element.Attribute("duration"), CultureInfo.InvariantCulture, out var duration) && duration > TimeSpan.Zero ? duration : TimeSpan.Zero)
        {
            Message = TestText.Message(reason ? standard : message),
            StackTrace = TestText.Message(stack),
            Location = StackTraces.FirstLocation(stack),
            Output = TestText.Output(reason ? null : standard, (string?)output?.Child("StdErr")),
        };
    }

    // Whatever is not a pass or a skip is a failure: aborted, timed out, not runnable, or a word that is not known.
    private static TestOutcome Outcome(string? outcome) => outcome switch
    {
        "Passed" or "PassedButRunAborted" or "Completed" => TestOutcome.Passed,
        // xunit.v3 calls explicit tests that nobody asked for not runnable; a runner that could not run them ends with an error status.
        "NotExecuted" or "NotRunnable" or "Inconclusive" or "Pending" => TestOutcome.Skipped,
        _ => TestOutcome.Failed,
    };
}
