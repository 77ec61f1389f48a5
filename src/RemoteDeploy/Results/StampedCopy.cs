using System.Text;
using System.Xml;
using System.Xml.Linq;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results.Formats;

namespace RemoteDeploy.Results;

/// <summary>Copies a result file that was read, with the host and the bytes that it is about written into it, where its format has room for that.</summary>
internal static class StampedCopy
{
    /// <summary>Copies.</summary>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static void Write(string from, string to, ResultStamp stamp)
    {
        switch (FormatProbe.Of(from))
        {
            case ResultFormat.Ctrf:
                CtrfStamp.Write(File.ReadAllBytes(from), to, stamp);
                break;
            case ResultFormat.Tap:
                WriteTap(from, to, stamp);
                break;
            case var format:
                WriteXml(from, to, format, stamp);
                break;
        }
    }

    private static void WriteXml(string from, string to, ResultFormat format, ResultStamp stamp)
    {
        using var xml = ResultXml.Open(from);

        // Line breaks in messages stay the ones that the runner wrote.
        using var writer = XmlWriter.Create(to, new XmlWriterSettings { Indent = true, NewLineHandling = NewLineHandling.Entitize });
        writer.WriteStartDocument();
        xml.MoveToContent();
        var opened = false;
        while (!xml.EOF)
        {
            if (opened && (xml.NodeType is XmlNodeType.Element or XmlNodeType.EndElement))
            {
                // The properties of a suite stand first in it, if it has any.
                opened = false;
                if (WriteProperties(xml, writer, stamp))
                {
                    continue;
                }
            }

            if (xml.NodeType == XmlNodeType.Element && (format, xml.LocalName) is (ResultFormat.Trx, "UnitTestResult" or "UnitTest") or (ResultFormat.Xunit, "test"))
            {
                var element = ResultXml.Take(xml);
                Stamp(format, element, stamp);
                element.WriteTo(writer);
                continue;
            }

            opened = WriteNode(xml, writer) && format == ResultFormat.JUnit && xml.LocalName == "testsuite";
            if (xml.NodeType == XmlNodeType.Element && xml.IsEmptyElement)
            {
                if (opened)
                {
                    Properties(xml.NamespaceURI, stamp).WriteTo(writer);
                    opened = false;
                }

                writer.WriteEndElement();
            }

            xml.Read();
        }
    }

    private static void Stamp(ResultFormat format, XElement element, ResultStamp stamp)
    {
        if (format == ResultFormat.Trx)
        {
            TrxFormat.Stamp(element, stamp);
        }
        else
        {
            XunitFormat.Stamp(element, stamp);
        }
    }

    // True when the reader stood on the suite's own properties and now stands behind them.
    private static bool WriteProperties(XmlReader xml, XmlWriter writer, ResultStamp stamp)
    {
        var own = xml.NodeType == XmlNodeType.Element && xml.LocalName == "properties";
        var space = xml.NamespaceURI;
        var properties = own ? ResultXml.Take(xml) : new XElement(XName.Get("properties", space));
        properties.Add(Properties(space, stamp).Elements());
        properties.WriteTo(writer);
        return own;
    }

    private static XElement Properties(string space, ResultStamp stamp) => new(
        XName.Get("properties", space),
        stamp.Properties.Select(property => new XElement(XName.Get("property", space), new XAttribute("name", property.Name), new XAttribute("value", property.Value))));

    // True for the start of an element.
    private static bool WriteNode(XmlReader xml, XmlWriter writer)
    {
        switch (xml.NodeType)
        {
            case XmlNodeType.Element:
                writer.WriteStartElement(xml.Prefix, xml.LocalName, xml.NamespaceURI);
                writer.WriteAttributes(xml, defattr: false);
                return true;
            case XmlNodeType.EndElement:
                writer.WriteFullEndElement();
                break;
            case XmlNodeType.Text:
                writer.WriteString(xml.Value);
                break;
            case XmlNodeType.CDATA:
                writer.WriteCData(xml.Value);
                break;
        }

        return false;
    }

    private static void WriteTap(string from, string to, ResultStamp stamp)
    {
        using var reader = new StreamReader(from, Encoding.UTF8);
        using var writer = new StreamWriter(to, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        while (reader.ReadLine() is { } line)
        {
            writer.WriteLine(line);
        }

        foreach (var (name, value) in stamp.Properties)
        {
            writer.WriteLine($"# {name}: {SafeText.Line(value)}");
        }
    }
}
