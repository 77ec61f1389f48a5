using System.Globalization;
using System.Xml;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Results.Merging;

/// <summary>
/// Writes one JUnit file for a whole run: a <c>testsuite</c> per suite and host, tries as Maven's surefire writes them. Faults
/// outside of tests are test cases with an <c>error</c>, since most readers look at nothing else.
/// </summary>
public static class JUnitWriter
{
    /// <summary>Writes.</summary>
    /// <param name="run">The results.</param>
    /// <param name="output">Takes the file, UTF-8; left open.</param>
    public static void Write(MergedRun run, Stream output)
    {
        using var xml = XmlWriter.Create(output, XmlText.Settings);
        IReadOnlyList<MergedGroup> groups = run.Faults.Count > 0 ? [.. run.Groups, .. OfRun(run)] : run.Groups;
        var counts = groups.Select(group => (Counts: MergedCounts.Of(group.Tests), Errors: group.Faults.Count)).ToList();
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", XmlText.Safe(run.RunId));
        WriteCounts(xml, counts.Aggregate(new MergedCounts(), (sum, one) => sum + one.Counts), counts.Sum(one => one.Errors));
        foreach (var (group, count) in groups.Zip(counts))
        {
            WriteGroup(xml, group, count);
        }

        xml.WriteEndElement();
    }

    // Hosts that no suite reached.
    private static IEnumerable<MergedGroup> OfRun(MergedRun run) => run.Faults.GroupBy(fault => fault.Host ?? "", StringComparer.Ordinal).Select(faults => new MergedGroup("(run)", faults.Key) { Faults = [.. faults] });

    private static void WriteCounts(XmlWriter xml, MergedCounts counts, int errors)
    {
        xml.WriteAttributeString("tests", Number(counts.Total + errors));
        xml.WriteAttributeString("failures", Number(counts.Failed));
        xml.WriteAttributeString("errors", Number(errors));
        xml.WriteAttributeString("skipped", Number(counts.Skipped));
        xml.WriteAttributeString("time", Seconds(counts.Duration));
    }

    private static void WriteGroup(XmlWriter xml, MergedGroup group, (MergedCounts Counts, int Errors) count)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", XmlText.Safe(group.Suite));
        xml.WriteAttributeString("hostname", XmlText.Safe(group.Host));
        WriteCounts(xml, count.Counts, count.Errors);
        if (group.Started is { } started)
        {
            xml.WriteAttributeString("timestamp", started.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        }

        WriteProperties(xml, MergedProperties.Of(group));
        foreach (var test in group.Tests)
        {
            JUnitCase.Write(xml, test);
        }

        foreach (var fault in group.Faults)
        {
            WriteFault(xml, group, fault);
        }

        if (group.Output.Length > 0)
        {
            xml.WriteElementString("system-out", XmlText.Safe(group.Output));
        }

        xml.WriteEndElement();
    }

    private static void WriteFault(XmlWriter xml, MergedGroup group, Fault fault)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", XmlText.Safe(group.Suite));
        xml.WriteAttributeString("name", $"({fault.Code})");
        xml.WriteAttributeString("time", "0");
        xml.WriteStartElement("error");
        xml.WriteAttributeString("type", fault.Code.ToString());
        xml.WriteAttributeString("message", XmlText.Safe(SafeText.Line(fault.ToSentence())));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    internal static void WriteProperties(XmlWriter xml, IEnumerable<(string Name, string Value)> properties)
    {
        xml.WriteStartElement("properties");
        foreach (var (name, value) in properties)
        {
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("value", XmlText.Safe(value));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    internal static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
