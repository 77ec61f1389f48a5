using System.Globalization;
using System.Xml;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Results.Merging;

/// <summary>
/// A test case of a merged JUnit file. As surefire has it: a test that passed in the end holds a <c>flakyFailure</c> for each
/// failed try; one that failed holds its first failure as <c>failure</c> and each further one as <c>rerunFailure</c>.
/// </summary>
internal static class JUnitCase
{
    /// <summary>Writes a <c>testcase</c>.</summary>
    public static void Write(XmlWriter xml, MergedTest test)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", XmlText.Safe(test.Result.Class ?? test.Final.Suite));
        xml.WriteAttributeString("name", XmlText.Safe(test.Result.DisplayName));
        xml.WriteAttributeString("time", JUnitWriter.Seconds(test.Result.Duration));
        if (test.Result.Location is { } location)
        {
            xml.WriteAttributeString("file", XmlText.Safe(location.File));
            xml.WriteAttributeString("line", location.Line.ToString(CultureInfo.InvariantCulture));
        }

        if (MergedProperties.Own(test).ToList() is { Count: > 0 } own)
        {
            JUnitWriter.WriteProperties(xml, own);
        }

        WriteOutcome(xml, test);
        if (test.Result.Output is { } output)
        {
            xml.WriteElementString("system-out", XmlText.Safe(output));
        }

        xml.WriteEndElement();
    }

    private static void WriteOutcome(XmlWriter xml, MergedTest test)
    {
        var failed = test.Attempts.Where(attempt => attempt.Result.Outcome == TestOutcome.Failed).ToList();
        switch (test.Result.Outcome)
        {
            case TestOutcome.Passed:
                failed.ForEach(attempt => WriteTry(xml, "flakyFailure", attempt));
                if (test.Flaky && failed.Count == 0)
                {
                    xml.WriteStartElement("flakyFailure");
                    xml.WriteAttributeString("message", "the test runner says that it passed only after it had failed");
                    xml.WriteEndElement();
                }

                break;
            case TestOutcome.Failed:
                WriteFailure(xml, test, failed[0]);
                failed.Skip(1).ToList().ForEach(attempt => WriteTry(xml, "rerunFailure", attempt));
                break;
            default:
                xml.WriteStartElement("skipped");
                xml.WriteAttributeString("message", XmlText.Safe(test.Result.Message));
                xml.WriteEndElement();
                failed.ForEach(attempt => WriteTry(xml, "rerunFailure", attempt));
                break;
        }
    }

    private static void WriteFailure(XmlWriter xml, MergedTest test, TestAttempt first)
    {
        xml.WriteStartElement("failure");
        xml.WriteAttributeString("message", XmlText.Safe(test.Attempts.Count > 1 ? Where(first) + first.Result.Message : first.Result.Message));
        xml.WriteString(XmlText.Safe(first.Result.StackTrace ?? first.Result.Message));
        xml.WriteEndElement();
    }

    private static void WriteTry(XmlWriter xml, string element, TestAttempt attempt)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("message", XmlText.Safe(Where(attempt) + attempt.Result.Message));
        if (attempt.Result.StackTrace is { } stack)
        {
            xml.WriteElementString("stackTrace", XmlText.Safe(stack));
        }

        if (attempt.Result.Output is { } output)
        {
            xml.WriteElementString("system-out", XmlText.Safe(output));
        }

        xml.WriteEndElement();
    }

    private static string Where(TestAttempt attempt) => string.Create(CultureInfo.InvariantCulture, $"try {attempt.Number} on {attempt.Host}: ");
}
