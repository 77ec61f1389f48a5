using System.Globalization;
using System.Xml.Linq;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Results;

/// <summary>The TRX format of Visual Studio and its test runners.</summary>
internal static class TrxFormat
{
    /// <summary>Reads a <c>TestRun</c>.</summary>
    public static ResultFile Read(XElement root)
    {
        var space = root.Name.Namespace;
        var tests = root.Descendants(space + "UnitTestResult").Select(element => ReadResult(element, space)).ToList();
        var counters = root.Descendants(space + "Counters").FirstOrDefault();
        return counters is null
            ? throw new InvalidDataException("the summary with the counters is missing")
            : new ResultFile(tests, (int?)counters.Attribute("total"));
    }

    /// <summary>Writes where the tests ran into results and definitions: runners leave the machine's own name or nothing.</summary>
    public static void Stamp(XElement root, ResultStamp stamp)
    {
        var space = root.Name.Namespace;
        foreach (var result in root.Descendants(space + "UnitTestResult"))
        {
            result.SetAttributeValue("computerName", stamp.Host);
        }

        foreach (var test in root.Descendants(space + "UnitTest"))
        {
            var properties = test.Element(space + "Properties");
            if (properties is null)
            {
                properties = new XElement(space + "Properties");
                test.AddFirst(properties);
            }

            properties.Add(stamp.Properties.Select(property =>
                new XElement(space + "Property", new XElement(space + "Key", property.Name), new XElement(space + "Value", property.Value))));
        }
    }

    private static TestResult ReadResult(XElement element, XNamespace space)
    {
        var error = element.Descendants(space + "ErrorInfo").FirstOrDefault();
        var outcome = Outcome((string?)element.Attribute("outcome"));
        var stack = (string?)error?.Element(space + "StackTrace");
        return new TestResult(
            (string?)element.Attribute("testName") ?? "(no name)",
            outcome,
            TimeSpan.TryParse((string?)element.Attribute("duration"), CultureInfo.InvariantCulture, out var duration) ? duration : TimeSpan.Zero)
        {
            // xunit.v3 writes the reason of a skip as output.
            Message = (string?)error?.Element(space + "Message") ?? (outcome == TestOutcome.Skipped ? (string?)element.Descendants(space + "StdOut").FirstOrDefault() : null),
            StackTrace = stack,
            Location = StackTraces.FirstLocation(stack),
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
