using System.Xml;
using System.Xml.Linq;
using Microsoft.Build.Framework;
using RemoteDeploy.Faults;

namespace RemoteDeploy.Tasks.Requests;

/// <summary>Where in the user's own files a property or item stands, so that errors point there and not into this package.</summary>
internal sealed class ProjectSource
{
    private readonly Dictionary<string, XDocument?> documents = new(StringComparer.Ordinal);
    private readonly string[] files;

    internal ProjectSource(ITaskItem settings)
    {
        Project = settings.GetMetadata("ProjectFile");
        HelpPage = settings.GetMetadata("HelpPage");
        files = [Project, .. settings.GetMetadata("BuildFiles").Split(';', StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>The project file, absolute.</summary>
    internal string Project { get; }

    /// <summary>The page of fault codes, absolute.</summary>
    internal string HelpPage { get; }

    /// <summary>The first line of the project: a place for what stands nowhere. Problem matchers want a line.</summary>
    internal SourceLocation Default => new(Project, 1, 1);

    /// <summary>Where a property is set; the project's first line when it comes from the command line or elsewhere.</summary>
    internal SourceLocation Property(string name) =>
        Elements(files, name).Where(found => found.Element.Parent?.Name.LocalName == "PropertyGroup").Select(Locate).LastOrDefault() ?? Default;

    /// <summary>Where an item is included, in the file that MSBuild says defines it.</summary>
    internal SourceLocation Item(string type, ITaskItem item)
    {
        var file = item.GetMetadata("DefiningProjectFullPath");
        var name = item.ItemSpec;
        var inFile = Elements([file], type).ToList();
        return inFile.Where(found => Names(found.Element, name)).Select(Locate).FirstOrDefault()
            ?? inFile.Select(Locate).FirstOrDefault()
            ?? (file.Length > 0 ? new SourceLocation(file, 1, 1) : Default);
    }

    /// <summary>All properties set in the user's files.</summary>
    internal IEnumerable<(string Name, SourceLocation Location)> Properties() =>
        from found in Elements(files, name: null)
        where found.Element.Parent?.Name.LocalName == "PropertyGroup"
        select (found.Element.Name.LocalName, Locate(found));

    /// <summary>True when the user's files themselves read the property.</summary>
    internal bool Uses(string property) => Elements(files, name: null).Any(found =>
        found.Element.Attributes().Select(attribute => attribute.Value).Concat(found.Element.Nodes().OfType<XText>().Select(text => text.Value))
            .Any(text => text.Contains($"$({property})", StringComparison.OrdinalIgnoreCase) || text.Contains($"$({property}.", StringComparison.OrdinalIgnoreCase)));

    private static bool Names(XElement element, string spec) =>
        (element.Attribute("Include")?.Value ?? "").Split(';', StringSplitOptions.TrimEntries).Contains(spec, StringComparer.Ordinal);

    private static SourceLocation Locate((string File, XElement Element) found)
    {
        var line = (IXmlLineInfo)found.Element;
        return new SourceLocation(found.File, line.LineNumber, line.LinePosition);
    }

    private IEnumerable<(string File, XElement Element)> Elements(IEnumerable<string> among, string? name) =>
        from file in among
        let document = Load(file)
        where document is not null
        from element in document.Descendants()
        where name is null || string.Equals(element.Name.LocalName, name, StringComparison.OrdinalIgnoreCase)
        select (file, element);

    private XDocument? Load(string file)
    {
        if (!documents.TryGetValue(file, out var document))
        {
            try
            {
                document = File.Exists(file) ? XDocument.Load(file, LoadOptions.SetLineInfo) : null;
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or XmlException)
            {
                // MSBuild has read the file already; only the line numbers are lost.
                document = null;
            }

            documents[file] = document;
        }

        return document;
    }
}
