using System.Text;
using System.Xml;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Results.Formats;

/// <summary>Tells formats apart by what is in a file: names and extensions are the user's own.</summary>
internal static class FormatProbe
{
    private const int Beginning = 64 * 1024;

    /// <summary>The format of a file.</summary>
    /// <exception cref="InvalidDataException">It is of none.</exception>
    /// <exception cref="XmlException">It is XML that cannot be read.</exception>
    public static ResultFormat Of(string path)
    {
        var start = Start(path);
        var content = start.AsSpan().TrimStart("\uFEFF \t\r\n").TrimStart('\0');
        return content switch
        {
            ['<', ..] => OfXml(path),
            ['{', ..] => ResultFormat.Ctrf,
            _ when TapFormat.Resembles(start) => ResultFormat.Tap,
            _ => throw new InvalidDataException("it is neither XML, JSON nor TAP"),
        };
    }

    private static ResultFormat OfXml(string path)
    {
        using var xml = ResultXml.Open(path);
        xml.MoveToContent();
        return xml.LocalName switch
        {
            "TestRun" => ResultFormat.Trx,
            "testsuites" or "testsuite" => ResultFormat.JUnit,
            "assemblies" or "assembly" => ResultFormat.Xunit,
            var name => throw new InvalidDataException($"its root element is '{SafeText.Line(name, 60)}'; those of TRX, JUnit and xUnit are known"),
        };
    }

    // Byte order marks of UTF-16 are taken care of by the reader of text.
    private static string Start(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        var buffer = new char[Beginning];
        return new string(buffer, 0, reader.ReadBlock(buffer, 0, buffer.Length));
    }
}
