using System.Globalization;
using System.Xml.Linq;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Results;

/// <summary>The JUnit XML format, as Maven, pytest, gotestsum and many others write it.</summary>
internal static class JUnitFormat
{
    /// <summary>Reads <c>testsuites</c> or a single <c>testsuite</c>.</summary>
    public static ResultFile Read(XElement root)
    {
        var tests = root.Descendants().Where(element => element.Name.LocalName == "testcase").Select(ReadCase).ToList();
        var suites = root.DescendantsAndSelf().Where(element => element.Name.LocalName == "testsuite" && element.Elements().Any(child => child.Name.LocalName == "testcase")).ToList();
        var counts = suites.Select(suite => suite.Attribute("tests")).ToList();
        return new ResultFile(tests, counts.Count > 0 && counts.TrueForAll(count => count is not null) ? counts.Sum(Number) : null);
    }

    /// <summary>Writes where the tests ran into the properties of each suite.</summary>
    public static void Stamp(XElement root, ResultStamp stamp)
    {
        foreach (var suite in root.DescendantsAndSelf().Where(element => element.Name.LocalName == "testsuite"))
        {
            var name = suite.Name.Namespace + "properties";
            var properties = suite.Element(name);
            if (properties is null)
            {
                properties = new XElement(name);
                suite.AddFirst(properties);
            }

            properties.Add(stamp.Properties.Select(property =>
                new XElement(suite.Name.Namespace + "property", new XAttribute("name", property.Name), new XAttribute("value", property.Value))));
        }
    }

    private static TestResult ReadCase(XElement element)
    {
        var problem = element.Elements().FirstOrDefault(child => child.Name.LocalName is "failure" or "error");
        var skipped = element.Elements().FirstOrDefault(child => child.Name.LocalName == "skipped");
        var outcome = problem is not null ? TestOutcome.Failed : skipped is not null ? TestOutcome.Skipped : TestOutcome.Passed;
        var owner = (string?)element.Attribute("classname");
        var name = (string?)element.Attribute("name") ?? "(no name)";
        return new TestResult(string.IsNullOrEmpty(owner) || name.StartsWith(owner, StringComparison.Ordinal) ? name : $"{owner}.{name}", outcome, Seconds(element))
        {
            Message = (string?)(problem ?? skipped)?.Attribute("message"),
            StackTrace = problem?.Value,
            Location = StackTraces.FirstLocation(problem?.Value) ?? DeclaredLocation(element),
        };
    }

    private static Faults.SourceLocation? DeclaredLocation(XElement element) =>
        (string?)element.Attribute("file") is { Length: > 0 } file ? new Faults.SourceLocation(file, Number(element.Attribute("line"))) : null;

    private static TimeSpan Seconds(XElement element) =>
        double.TryParse((string?)element.Attribute("time"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;

    private static int Number(XAttribute? attribute) =>
        int.TryParse(attribute?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
