using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.Tool.Requests;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>Faults for people: each cause once, with the hosts it struck, in the form <c>file(line,column): error CODE: …</c> that CI systems recognise.</summary>
internal static class FaultLines
{
    /// <summary>Causes of one code that are printed; a payload that is missing altogether would otherwise bury the rest.</summary>
    public const int CausesOfACode = 12;

    /// <summary>The lines: one for each cause, one for what to try.</summary>
    /// <param name="faults">The faults, in order.</param>
    /// <param name="workFolder">Paths below it are shortened.</param>
    /// <param name="ink">Colours.</param>
    public static IEnumerable<string> Of(IEnumerable<Fault> faults, string workFolder, Ink ink)
    {
        var causes = faults.GroupBy(fault => fault.ToCause()).ToList();
        foreach (var code in causes.GroupBy(cause => cause.Key.Code))
        {
            string? said = null;
            foreach (var cause in code.Take(CausesOfACode))
            {
                yield return Cause(cause.Key, [.. cause.Select(fault => fault.Host).OfType<string>().Distinct(StringComparer.Ordinal)], workFolder, ink);
                var advice = Advice(cause.Key);
                if (advice is not null && advice != said)
                {
                    yield return "  Try: " + advice;
                }

                said = advice;
            }

            if (code.Count() > CausesOfACode)
            {
                yield return $"  … and {Amount.Of(code.Count() - CausesOfACode, "more error")} {code.Key}; --json and the run folder have all";
            }
        }
    }

    private static string Cause(Fault fault, List<string> hosts, string workFolder, Ink ink)
    {
        var place = fault.Location is { } location ? SafeText.Line((location with { File = LocalPath.ForReading(location.File, workFolder) }).ToString()) + ": " : "";
        var who = hosts.Count switch
        {
            0 => "",
            1 => SafeText.Line(hosts[0]) + ": ",
            _ => $"on {hosts.Count} hosts: {SafeText.Line(HostNames.Short(hosts))}: ",
        };
        return $"{place}{ink.Paint($"error {fault.Code}:", Tone.Bad)} {who}{SafeText.Line((fault with { Try = null }).ToSentence())}";
    }

    private static string? Advice(Fault fault)
    {
        var advice = fault.Try ?? FaultCatalog.Find(fault.Code)?.Fix;
        return advice is null ? null : SafeText.Line(advice.StartsWith("Try: ", StringComparison.Ordinal) ? advice["Try: ".Length..] : advice);
    }
}
