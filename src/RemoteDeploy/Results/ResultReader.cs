using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results.Formats;

namespace RemoteDeploy.Results;

/// <summary>Reads result files of hosts. They are hostile: capped in size, depth and number of tests, and nothing in them makes it throw.</summary>
internal static class ResultReader
{
    /// <summary>What there is to do about a file that is larger than what is read.</summary>
    public const string Smaller = "Let the suite print less into it, or write several files";

    /// <summary>Largest file that is read.</summary>
    public const long MaxBytes = 64L << 20;

    /// <summary>Reads TRX, JUnit, xUnit XML, CTRF or TAP, told apart by what is in the file.</summary>
    /// <returns>The results, or RD4003.</returns>
    public static Attempt<ResultFile> Read(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length switch
            {
                0 => Unreadable(path, "it is empty"),
                > MaxBytes => Unreadable(path, string.Create(CultureInfo.InvariantCulture, $"it has {length} bytes; at most {MaxBytes} are read")) with { Try = Smaller },
                _ => Read(path, FormatProbe.Of(path)),
            };
        }
        catch (Exception exception) when (exception is XmlException or JsonException or FormatException or OverflowException or InvalidDataException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return Unreadable(path, SafeText.Line(exception.Message, 300));
        }
    }

    private static ResultFile Read(string path, ResultFormat format)
    {
        switch (format)
        {
            case ResultFormat.Ctrf:
                return CtrfFormat.Read(File.ReadAllBytes(path));
            case ResultFormat.Tap:
                using (var text = new StreamReader(path, Encoding.UTF8))
                {
                    return new TapFormat().Read(text);
                }

            default:
                ResultXml.Check(path);
                using (var xml = ResultXml.Open(path))
                {
                    return format switch
                    {
                        ResultFormat.Trx => TrxFormat.Read(xml),
                        ResultFormat.JUnit => JUnitFormat.Read(xml),
                        _ => XunitFormat.Read(xml),
                    };
                }
        }
    }

    private static Fault Unreadable(string path, string why) => new(FaultCatalog.ResultsUnreadable, "A result file cannot be read")
    {
        Path = SafeText.Line(Path.GetFileName(path)),
        Found = why,
        Try = "Look at the output of the suite: a crash while it was written is the usual cause",
    };
}
