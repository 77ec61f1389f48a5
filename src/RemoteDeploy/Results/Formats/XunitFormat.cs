using System.Xml;
using System.Xml.Linq;
using RemoteDeploy.Faults;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Results.Formats;

/// <summary>The XML of xUnit.net v2 and v3, and the v1 form that v3 can write.</summary>
internal static class XunitFormat
{
    /// <summary>Reads <c>assemblies</c> or a single <c>assembly</c>. Errors outside of tests, such as a failed clean-up, count as failed tests.</summary>
    public static ResultFile Read(XmlReader xml)
    {
        var tests = new TestList();
        var (announced, failed, silent) = (0, 0L, true);
        var latest = (DateTimeOffset?)null;
        while (!xml.EOF)
        {
            switch (xml.NodeType == XmlNodeType.Element ? xml.LocalName : "")
            {
                case "test":
                    tests.Add(ReadTest(ResultXml.Take(xml)));
                    continue;
                case "error":
                    tests.Add(ReadError(ResultXml.Take(xml)));
                    continue;
                case "assembly":
                    silent = false;
                    announced = checked(announced + Total(xml) + (ResultXml.Count(xml.GetAttribute("errors")) ?? 0));
                    failed += ResultXml.Failures(xml.GetAttribute("failed"));
                    latest = ClockTime.Later(latest, Finished(xml));
                    break;
            }

            xml.Read();
        }

        return new ResultFile(tests.Tests, silent ? null : announced) { AnnouncedFailures = failed, Latest = latest };
    }

    /// <summary>Writes where a test ran into its traits: the format has no other place for it.</summary>
    public static void Stamp(XElement test, ResultStamp stamp)
    {
        var traits = test.Child("traits");
        if (traits is null)
        {
            traits = new XElement(test.Name.Namespace + "traits");
            test.Add(traits);
        }

        traits.Add(stamp.Properties.Select(property =>
            new XElement(test.Name.Namespace + "trait", new XAttribute("name", property.Name), new XAttribute("value", property.Value))));
    }

    private static int Total(XmlReader xml) => ResultXml.Count(xml.GetAttribute("total")) ?? throw new InvalidDataException("an assembly does not say how many tests it has");

    // v2 writes date and time of the start, by the host's wall clock and without a zone.
    private static DateTimeOffset? Finished(XmlReader xml) =>
        ClockTime.Latest(xml.GetAttribute("finish-rtf"))
        ?? ClockTime.Latest(xml.GetAttribute("start-rtf"))
        ?? (xml.GetAttribute("run-date") is { } date ? ClockTime.Latest($"{date}T{xml.GetAttribute("run-time") ?? "23:59:59"}") : null);

    private static TestResult ReadTest(XElement element)
    {
        var failure = element.Child("failure");
        var stack = (string?)failure?.Child("stack-trace");
        return new TestResult(
            (string?)element.Attribute("name") ?? "(no name)",
            Outcome((string?)element.Attribute("result")),
            ResultXml.Seconds((string?)element.Attribute("time")))
        {
            Class = (string?)element.Attribute("type"),
            Method = (string?)element.Attribute("method"),
            Message = TestText.Message((string?)failure?.Child("message") ?? (string?)element.Child("reason")),
            StackTrace = TestText.Message(stack),
            Location = StackTraces.FirstLocation(stack) ?? Declared(element),
            Output = TestText.Output((string?)element.Child("output")),
        };
    }

    private static TestResult ReadError(XElement element)
    {
        var stack = (string?)element.Below("stack-trace").FirstOrDefault();
        var name = string.Join(' ', new[] { (string?)element.Attribute("type"), (string?)element.Attribute("name") }.Where(part => !string.IsNullOrEmpty(part)));
        return new TestResult($"({(name.Length == 0 ? "error outside of tests" : name)})", TestOutcome.Failed, TimeSpan.Zero)
        {
            Message = TestText.Message((string?)element.Below("message").FirstOrDefault()),
            StackTrace = TestText.Message(stack),
            Location = StackTraces.FirstLocation(stack),
        };
    }

    private static SourceLocation? Declared(XElement element) =>
        (string?)element.Attribute("source-file") is { Length: > 0 } file ? new SourceLocation(file, ResultXml.Line((string?)element.Attribute("source-line"))) : null;

    // Whatever is not a pass or a skip is a failure, a word that is not known too. Explicit tests that nobody asked for are not run.
    private static TestOutcome Outcome(string? result) => result switch
    {
        "Pass" => TestOutcome.Passed,
        "Skip" or "NotRun" => TestOutcome.Skipped,
        _ => TestOutcome.Failed,
    };
}
