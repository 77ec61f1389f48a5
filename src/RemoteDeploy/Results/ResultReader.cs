using System.Xml;
using System.Xml.Linq;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Results;

/// <summary>Reads result files of hosts: hostile XML, so no document types, no entities, capped in size and depth.</summary>
internal static class ResultReader
{
    private const long MaxBytes = 64L << 20;
    private const int MaxDepth = 64;

    /// <summary>Reads TRX or JUnit, told apart by the root element.</summary>
    /// <returns>The results, or RD4003.</returns>
    public static Attempt<ResultFile> Read(string path)
    {
        var length = new FileInfo(path).Length;
        if (length == 0)
        {
            return Unreadable(path, "it is empty");
        }

        if (length > MaxBytes)
        {
            return Unreadable(path, $"it has {length} bytes; at most {MaxBytes} are read");
        }

        try
        {
            var root = Load(path).Root!;
            return (root.Name.LocalName, root.Name.NamespaceName) switch
            {
                ("TestRun", _) => TrxFormat.Read(root),
                ("testsuites" or "testsuite", _) => JUnitFormat.Read(root),
                var (name, _) => Unreadable(path, $"its root element is '{SafeText.Line(name, 60)}'; TRX and JUnit are known"),
            };
        }
        catch (Exception exception) when (exception is XmlException or FormatException or OverflowException or InvalidDataException)
        {
            return Unreadable(path, SafeText.Line(exception.Message, 300));
        }
    }

    /// <summary>Copies a file that was read, with a stamp in it.</summary>
    public static void CopyStamped(string from, string to, ResultStamp stamp)
    {
        var document = Load(from);
        if (document.Root!.Name.LocalName == "TestRun")
        {
            TrxFormat.Stamp(document.Root, stamp);
        }
        else
        {
            JUnitFormat.Stamp(document.Root, stamp);
        }

        // Line breaks in messages stay the ones that the runner wrote.
        using var writer = XmlWriter.Create(to, new XmlWriterSettings { Indent = true, NewLineHandling = NewLineHandling.Entitize });
        document.Save(writer);
    }

    /// <summary>Loads XML from outside.</summary>
    /// <exception cref="XmlException">It is not well-formed, has a document type, or is nested too deeply.</exception>
    public static XDocument Load(string path)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxBytes };
        using (var scan = XmlReader.Create(path, settings))
        {
            while (scan.Read())
            {
                if (scan.Depth > MaxDepth)
                {
                    throw new XmlException($"elements are nested more than {MaxDepth} deep");
                }
            }
        }

        using var reader = XmlReader.Create(path, settings);
        return XDocument.Load(reader);
    }

    private static Fault Unreadable(string path, string why) => new(FaultCatalog.ResultsUnreadable, "A result file cannot be read")
    {
        Path = SafeText.Line(Path.GetFileName(path)),
        Found = why,
        Try = "Look at the output of the suite: a crash while it was written is the usual cause",
    };
}
