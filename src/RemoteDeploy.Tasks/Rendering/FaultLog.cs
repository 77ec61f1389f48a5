using Microsoft.Build.Utilities;
using RemoteDeploy.Faults;
using RemoteDeploy.Tasks.Requests;

namespace RemoteDeploy.Tasks.Rendering;

/// <summary>Logs faults as errors that lead somewhere: a code with its page, a file and line of the user's own, one error for each cause.</summary>
internal sealed class FaultLog(TaskLoggingHelper log, ProjectSource source)
{
    private const int HostsNamed = 5;
    private const int ErrorsOfOneKind = 10;

    private readonly SourceFiles sources = new(source.Project);

    internal void Write(IReadOnlyList<Fault> faults)
    {
        foreach (var kind in Merge(faults).GroupBy(fault => (fault.Code, fault.Host)))
        {
            var all = kind.ToList();
            foreach (var fault in all.Take(ErrorsOfOneKind))
            {
                Write(fault, fault.ToSentence());
            }

            if (all.Count > ErrorsOfOneKind)
            {
                var rest = all[ErrorsOfOneKind] with { Path = null, Expected = null, Found = null, Location = null };
                Write(rest, (rest with { Message = $"{all.Count - ErrorsOfOneKind} more of the same kind", Try = "Read all of them in the run folder" }).ToSentence());
            }
        }
    }

    /// <summary>The same fault on several hosts is one cause: one error that names them.</summary>
    private static IEnumerable<Fault> Merge(IEnumerable<Fault> faults) => faults
        .GroupBy(fault => fault with { Host = null, Phase = null })
        .Select(group => group.Key with { Host = Names([.. group.Select(fault => fault.Host).OfType<string>().Distinct(StringComparer.Ordinal)]) });

    private static string? Names(List<string> hosts) => hosts.Count switch
    {
        0 => null,
        <= HostsNamed => string.Join(", ", hosts),
        _ => $"{string.Join(", ", hosts.Take(HostsNamed))} and {hosts.Count - HostsNamed} more hosts",
    };

    private void Write(Fault fault, string sentence)
    {
        var place = sources.Resolve(fault.Location) ?? source.Default;
        log.LogError(
            subcategory: null,
            errorCode: fault.Code.ToString(),
            helpKeyword: null,
            helpLink: $"{new Uri(source.HelpPage).AbsoluteUri}#{fault.Code.ToString().ToLowerInvariant()}",
            file: place.File,
            lineNumber: Math.Max(1, place.Line),
            columnNumber: place.Column,
            endLineNumber: 0,
            endColumnNumber: 0,
            message: sentence);
    }
}
