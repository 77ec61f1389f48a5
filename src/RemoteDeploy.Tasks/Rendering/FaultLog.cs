using Microsoft.Build.Utilities;
using RemoteDeploy.Faults;
using RemoteDeploy.Tasks.Requests;

namespace RemoteDeploy.Tasks.Rendering;

/// <summary>Logs faults as errors that lead somewhere: a code with its page, a file and line of the user's own, one error for each cause.</summary>
internal sealed class FaultLog(TaskLoggingHelper log, ProjectSource source)
{
    private const int ErrorsOfOneKind = 10;

    private readonly SourceFiles sources = new(source.Project);

    internal void Write(IReadOnlyList<Fault> faults)
    {
        foreach (var kind in Merge(faults).GroupBy(fault => (fault.Code, fault.Host)))
        {
            var all = kind.ToList();
            foreach (var fault in all.Take(ErrorsOfOneKind))
            {
                Error(fault);
            }

            if (all.Count > ErrorsOfOneKind)
            {
                Error(all[ErrorsOfOneKind] with
                {
                    Message = $"{all.Count - ErrorsOfOneKind} more of the same kind",
                    Path = null,
                    Expected = null,
                    Found = null,
                    Location = null,
                    Try = "Read all of them in the run folder",
                });
            }
        }
    }

    /// <summary>For what may be meant as it is.</summary>
    internal void Warn(IEnumerable<Fault> faults)
    {
        foreach (var fault in faults)
        {
            var place = Place(fault);
            log.LogWarning(
                subcategory: null,
                warningCode: fault.Code.ToString(),
                helpKeyword: null,
                helpLink: HelpLink(fault),
                file: place.File,
                lineNumber: Math.Max(1, place.Line),
                columnNumber: place.Column,
                endLineNumber: 0,
                endColumnNumber: 0,
                message: Sentence(fault));
        }
    }

    /// <summary>The same fault on several hosts is one cause: one error that names them.</summary>
    private static IEnumerable<Fault> Merge(IEnumerable<Fault> faults) => faults
        .GroupBy(fault => fault.ToCause())
        .Select(group => group.Key with { Host = Names([.. group.Select(fault => fault.Host).OfType<string>().Distinct(StringComparer.Ordinal)]) });

    private static string? Names(List<string> hosts) => hosts.Count == 0 ? null : HostList.Text(hosts);

    /// <summary>Every error says what to do: an IDE shows them one at a time, and sorts them as it likes.</summary>
    private static string Sentence(Fault fault) => (fault with { Try = fault.Try ?? FaultCatalog.Find(fault.Code)?.Fix }).ToSentence();

    private SourceLocation Place(Fault fault) => sources.Resolve(fault.Location) ?? source.Default;

    private string HelpLink(Fault fault) => $"{new Uri(source.HelpPage).AbsoluteUri}#{fault.Code.ToString().ToLowerInvariant()}";

    private void Error(Fault fault)
    {
        var place = Place(fault);
        log.LogError(
            subcategory: null,
            errorCode: fault.Code.ToString(),
            helpKeyword: null,
            helpLink: HelpLink(fault),
            file: place.File,
            lineNumber: Math.Max(1, place.Line),
            columnNumber: place.Column,
            endLineNumber: 0,
            endColumnNumber: 0,
            message: Sentence(fault));
    }
}
