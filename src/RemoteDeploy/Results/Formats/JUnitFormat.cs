using System.Xml;
using System.Xml.Linq;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Results.Formats;

/// <summary>The JUnit XML format, as Maven, pytest, gotestsum and many others write it.</summary>
internal static class JUnitFormat
{
    private static readonly HashSet<string> GoodWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "0", "true", "run", "ran", "executed", "done", "complete", "completed", "finished", "ok", "pass", "passed", "success", "successful", "succeeded", "green", "fixed", "flaky", "stable", "expected", "xfail", "xfailed", "bpass", "warning", "warn",
    };

    private static readonly HashSet<string> LeftOutWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "notrun", "not run", "not_run", "disabled", "skip", "skipped", "ignore", "ignored", "pending", "suppressed", "todo", "inconclusive", "bfail", "bxfail", "bxpass",
    };

    /// <summary>Reads <c>testsuites</c> or a single <c>testsuite</c>.</summary>
    public static ResultFile Read(XmlReader xml)
    {
        var (tests, counts, failures) = (new TestList(), new JUnitCounts(), 0L);
        var latest = (DateTimeOffset?)null;
        string? trouble = null;
        while (!xml.EOF)
        {
            switch (xml.NodeType, xml.LocalName)
            {
                case (XmlNodeType.Element, "testcase"):
                    var test = ResultXml.Take(xml);
                    tests.Add(ReadCase(test));
                    counts.AddTest();
                    failures += Math.Max(test.Elements().Count(TellsOfFailure), SaysFailed(test) ? 1 : 0);
                    continue;
                case (XmlNodeType.Element, "testsuite" or "testsuites"):
                    latest = ClockTime.Later(latest, ClockTime.Latest(xml.GetAttribute("timestamp")));
                    counts.Open(CountsAssertions(xml) ? null : ResultXml.Count(xml.GetAttribute("tests")), Failures(xml), isRoot: xml.LocalName == "testsuites");
                    if (xml.IsEmptyElement)
                    {
                        counts.Close();
                    }

                    break;
                case (XmlNodeType.Element, "error" or "failure"):
                    var told = ResultXml.Take(xml);
                    trouble ??= $"the suite itself tells of a failure: {SafeText.Line((string?)told.Attribute("message"), 200)}";
                    continue;
                case (XmlNodeType.EndElement, "testsuite" or "testsuites"):
                    counts.Close();
                    break;
            }

            xml.Read();
        }

        return new ResultFile(tests.Tests, counts.Announced) { AnnouncedFailures = counts.AnnouncedFailures, Failures = failures, Latest = latest, Incomplete = trouble };
    }

    // Catch2 writes this for a host name, and its number of "tests" is that of assertions.
    private static bool CountsAssertions(XmlReader xml) => xml.GetAttribute("hostname") == "tbd";

    private static long Failures(XmlReader xml) => Math.Max(ResultXml.Failures(xml.GetAttribute("failures")), ResultXml.Failures(xml.GetAttribute("errors")));

    // Some writers count every failed assertion of a test, and some the tries that were made up for.
    private static bool TellsOfFailure(XElement child) => child.Name.LocalName is "failure" or "error" or "flakyFailure" or "flakyError" or "rerunFailure" or "rerunError";

    private static TestResult ReadCase(XElement element)
    {
        var problem = element.Elements().FirstOrDefault(child => child.Name.LocalName is "failure" or "error");
        var skipped = element.Child("skipped");
        var outcome = problem is not null || SaysFailed(element) ? TestOutcome.Failed : skipped is not null || WasLeftOut(element) ? TestOutcome.Skipped : TestOutcome.Passed;
        var owner = (string?)element.Attribute("classname");
        var name = (string?)element.Attribute("name") ?? "(no name)";
        return new TestResult(string.IsNullOrEmpty(owner) || name.StartsWith(owner, StringComparison.Ordinal) ? name : $"{owner}.{name}", outcome, ResultXml.Seconds((string?)element.Attribute("time")))
        {
            Class = string.IsNullOrEmpty(owner) ? null : owner,
            Message = TestText.Message((string?)(problem ?? skipped)?.Attribute("message")),
            StackTrace = TestText.Message(problem?.Value),
            Location = StackTraces.FirstLocation(problem?.Value) ?? DeclaredLocation(element),
            Output = TestText.Output((string?)element.Child("system-out"), (string?)element.Child("system-err")),
            Flaky = outcome == TestOutcome.Passed && element.Elements().Any(child => child.Name.LocalName is "flakyFailure" or "flakyError"),
        };
    }

    // GoogleTest writes its disabled tests so, CTest and Qt their own.
    private static bool WasLeftOut(XElement element) => IsOneOf(LeftOutWords, element.Attribute("status")) || IsOneOf(LeftOutWords, element.Attribute("result"));

    private static bool IsOneOf(HashSet<string> words, XAttribute? word) => word is not null && words.Contains(word.Value.Trim());

    // Some writers have a word only: a test without an element of its failure has failed all the same. Words that are not known are
    // failures, as everywhere.
    private static bool SaysFailed(XElement element) => element.Child("skipped") is null && !WasLeftOut(element) && (IsBad(element.Attribute("status")) || IsBad(element.Attribute("result")));

    private static bool IsBad(XAttribute? word) => word is not null && !IsOneOf(GoodWords, word);

    private static SourceLocation? DeclaredLocation(XElement element) =>
        (string?)element.Attribute("file") is { Length: > 0 } file ? new SourceLocation(file, ResultXml.Line((string?)element.Attribute("line"))) : null;
}
