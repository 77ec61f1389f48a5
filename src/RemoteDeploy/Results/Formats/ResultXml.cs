using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace RemoteDeploy.Results.Formats;

/// <summary>
/// XML of hosts, which is hostile: no document types, so no entities; capped in size, depth and what one test may hold. It
/// is read test by test, never as a whole tree: four bytes of XML make a hundred bytes of tree.
/// </summary>
internal static class ResultXml
{
    private const int MaxDepth = 64;
    private const int MaxNodesOfATest = 200_000;

    /// <summary>Opens a file. White space between elements and comments are left out.</summary>
    public static XmlReader Open(string path) => XmlReader.Create(path, new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = ResultReader.MaxBytes,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    });

    /// <summary>Reads a file to its end, so that nothing is taken from one that turns out bad later.</summary>
    /// <exception cref="XmlException">It is not well-formed, has a document type, is nested too deeply or holds too much for one test.</exception>
    public static void Check(string path)
    {
        using var xml = Open(path);
        var (depth, nodes) = (int.MaxValue, 0);
        while (xml.Read())
        {
            if (xml.Depth > MaxDepth)
            {
                throw new XmlException($"elements are nested more than {MaxDepth} deep");
            }

            if (xml.Depth <= depth)
            {
                (depth, nodes) = xml.NodeType == XmlNodeType.Element && IsTest(xml.LocalName) ? (xml.Depth, 0) : (int.MaxValue, 0);
            }

            nodes += depth == int.MaxValue ? 0 : 1 + xml.AttributeCount;
            if (nodes > MaxNodesOfATest)
            {
                throw new XmlException($"one test has more than {MaxNodesOfATest} elements and attributes");
            }
        }
    }

    /// <summary>The element that the reader stands on, with all that it holds; the reader then stands behind it.</summary>
    public static XElement Take(XmlReader xml) => (XElement)XNode.ReadFrom(xml);

    /// <summary>The first child of a local name, whatever its namespace.</summary>
    public static XElement? Child(this XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    /// <summary>All elements below it of a local name.</summary>
    public static IEnumerable<XElement> Below(this XElement element, string name) => element.Descendants().Where(child => child.Name.LocalName == name);

    /// <summary>A count, 0 or more.</summary>
    /// <returns>Null when the attribute is missing.</returns>
    /// <exception cref="FormatException">It is not a count.</exception>
    public static int? Count(string? text) => text is null ? null : int.Parse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);

    /// <summary>The number of failures that an attribute says; 0 when it is missing, or none that can be: then it says nothing of failures.</summary>
    public static long Failures(string? text) =>
        double.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? (long)Math.Min(number, int.MaxValue) : 0;

    /// <summary>Seconds; zero for what cannot be a duration.</summary>
    public static TimeSpan Seconds(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;

    /// <summary>A number of a line; 0 for what is none.</summary>
    public static int Line(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static bool IsTest(string name) => name is "UnitTestResult" or "UnitTest" or "testcase" or "test" or "error" or "properties" or "RunInfo";
}
