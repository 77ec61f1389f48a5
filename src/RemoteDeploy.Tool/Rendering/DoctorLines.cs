using RemoteDeploy.Probing;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>What a probe found, one paragraph for each host, what is wrong first. The faults that follow say how to mend it.</summary>
internal static class DoctorLines
{
    private static readonly TimeSpan SlowLogin = TimeSpan.FromSeconds(2);

    // The hosts' clocks are read to a second, and the answer takes its time.
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(2);

    /// <summary>The paragraphs.</summary>
    /// <param name="report">A report of doctor.</param>
    /// <param name="width">Columns of the terminal; null where there is none: then each host is one line, for grep.</param>
    /// <param name="ink">Colours.</param>
    public static IEnumerable<string> Of(RunReport report, int? width, Ink ink)
    {
        var names = report.Hosts.Count == 0 ? 0 : report.Hosts.Max(host => Columns.Width(SafeText.Line(host.Host.Name)));
        return report.Hosts.SelectMany(host => Host(host, names, width, ink));
    }

    private static IEnumerable<string> Host(HostReport host, int names, int? width, Ink ink)
    {
        var bad = OutcomeWords.Failed(host);
        var name = ink.Paint(SafeText.Line(host.Host.Name), Tone.Strong) + new string(' ', names - Columns.Width(SafeText.Line(host.Host.Name)));
        var mark = bad ? ink.Paint("BAD", Tone.Bad) : ink.Paint("ok ", Tone.Good);
        string[] causes = [.. host.Faults.Select(fault => $"{fault.Code} {SafeText.Line(fault.Message)}").Distinct(StringComparer.Ordinal)];
        var text = host.Facts is { } facts ? string.Join("; ", causes.Concat(Items(facts)))
            : causes.Length == 0 ? OutcomeWords.Of(host.Outcome)
            : $"{OutcomeWords.Of(host.Outcome)}: {string.Join("; ", causes)}";
        var indent = new string(' ', names + 7);
        return Columns.Wrap(text, width is { } columns ? Math.Max(30, columns - indent.Length) : int.MaxValue).Select((line, index) => index == 0 ? $"{name}  {mark}  {line}" : indent + line);
    }

    private static IEnumerable<string> Items(HostFacts facts)
    {
        string[] machine = [facts.Rid.Length > 0 ? facts.Rid : facts.Os + " " + facts.Architecture, facts.OsVersion];
        yield return SafeText.Line(string.Join(", ", machine.Where(word => word.Length > 0)));
        yield return SafeText.Line($"{facts.User} with {(facts.LoginShell.Length > 0 ? facts.LoginShell : "an unknown shell")}");
        yield return $"login {Milliseconds(facts.ConnectLatency)}{(facts.ConnectLatency > SlowLogin ? " (slow)" : "")}, command {Milliseconds(facts.CommandLatency)}";
        if (facts.Ssh is { } ssh)
        {
            yield return SafeText.Line($"{ssh.Client} here, {ssh.Server} there");
        }

        if (facts.ShellNoise > 0)
        {
            yield return $"the shell's start-up prints {Amount.Bytes(facts.ShellNoise)}";
        }

        string[] tools = [facts.Md5Tool, facts.Sha256Tool, facts.Tar.Length > 0 ? facts.Tar + " tar" : "", facts.HasGzip ? "gzip" : "", facts.HasZstd ? "zstd" : ""];
        yield return SafeText.Line(string.Join(", ", tools.Where(tool => tool.Length > 0)));
        if (facts.MissingTools.Count > 0)
        {
            yield return SafeText.Line("missing: " + string.Join(", ", facts.MissingTools));
        }

        yield return SafeText.Line($"{facts.Base} {(facts.BaseWritable ? "writable" : "NOT writable")}{(facts.FreeBytes < 0 ? "" : $", {Amount.Bytes(facts.FreeBytes)} free")}");
        if (facts.ClockSkew.Duration() > WorthTelling)
        {
            yield return $"clock {Amount.Time(facts.ClockSkew.Duration())} {(facts.ClockSkew > TimeSpan.Zero ? "ahead" : "behind")}";
        }

        yield return facts.Runtimes.Count == 0 ? "no .NET runtime" : SafeText.Line(string.Join(", ", facts.Runtimes));
    }

    private static string Milliseconds(TimeSpan time) => time.TotalSeconds < 1 ? $"{time.TotalMilliseconds:0} ms" : Amount.Time(time);
}
