using System.Globalization;
using System.Net;
using RemoteDeploy.Faults;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Probing;

/// <summary>Finds out what a host is and has, changing nothing on it.</summary>
internal static class Prober
{
    // The last that a time can be: a host may say anything.
    private const long LastSecond = 253_402_300_799;

    private const int MostProcessors = 1 << 20;

    // The most that a number can be, for the same reason: bytes are counted in it times 1024.
    private const long Most = long.MaxValue / 1024;

    /// <summary>One request and its answer.</summary>
    public static async Task<Attempt<HostFacts>> ProbeAsync(HostSession session, TimeProvider time, CancellationToken cancellationToken)
    {
        var sent = time.GetTimestamp();
        var answered = await session.CallAsync(new ScriptCall("probe", session.Base, session.ScriptPath), cancellationToken);
        if (!answered.TryGet(out var reply, out var faults))
        {
            return Attempt<HostFacts>.Failed(faults);
        }

        if (reply.Status != 0)
        {
            return new Fault(FaultCatalog.ProtocolBroken, "The probe failed on the host") { Found = Reporting.SafeText.Line(reply.Error, 300) };
        }

        if (reply.Lines.Contains("script=yes", StringComparer.Ordinal))
        {
            session.ScriptInstalled();
        }

        return Read(reply, time) with { ConnectLatency = reply.Latency, CommandLatency = time.GetElapsedTime(sent) - reply.Latency };
    }

    // They are written into files of other hosts: nothing but an address, and none with a scope, which may be any text.
    private static bool IsAddress(string word) => word.All(character => char.IsAsciiHexDigit(character) || character is '.' or ':') && IPAddress.TryParse(word, out _);

    /// <summary>Facts from the probe's lines; unknown keys are ignored, missing ones leave the default.</summary>
    public static HostFacts Read(Reply reply, TimeProvider time)
    {
        var values = reply.Lines
            .Select(line => line.Split('=', 2))
            .Where(parts => parts.Length == 2)
            .ToLookup(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        string One(string key) => values[key].FirstOrDefault() ?? "";
        long Number(string key) => long.TryParse(One(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= Most ? number : -1;

        var sshd = One("sshd").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new HostFacts
        {
            Os = One("os"),
            OsVersion = One("osversion"),
            Kernel = One("kernel"),
            Libc = One("libc"),
            Architecture = One("machine"),
            Rid = RuntimeIdentifier.Of(One("os"), One("machine"), One("libc").StartsWith("musl", StringComparison.Ordinal)),
            HostName = One("hostname"),
            User = One("user"),
            Home = One("home"),
            LoginShell = One("shell"),
            ShellNoise = reply.Noise,
            Md5Tool = One("md5"),
            Sha256Tool = One("sha256"),
            Tar = One("tar"),
            HasGzip = One("gzip").Length > 0,
            HasZstd = One("zstd").Length > 0,
            HasSshClient = One("ssh").Length > 0,
            SshPort = sshd.Length > 1 && int.TryParse(sshd[1], NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0,
            Addresses = [.. sshd.Where((word, index) => index != 1 && IsAddress(word)).Distinct(StringComparer.Ordinal).Take(8)],
            MissingTools = [.. values["missing"]],
            Base = One("base"),
            BaseWritable = One("writable") == "yes",
            FreeBytes = Number("freekb") is >= 0 and var free ? free * 1024 : -1,
            TemporaryFolder = One("temporary"),
            TemporaryWritable = One("temporarywritable") == "yes",
            TemporaryFreeBytes = Number("temporarykb") is >= 0 and var temporary ? temporary * 1024 : -1,
            MemoryBytes = Number("memkb") is >= 0 and var memory ? memory * 1024 : -1,
            Processors = (int)Math.Clamp(Number("cpus"), 0, MostProcessors),
            ClockSkew = Number("clock") is > 0 and <= LastSecond and var clock ? DateTimeOffset.FromUnixTimeSeconds(clock) - time.GetUtcNow() : TimeSpan.Zero,
            BootId = One("boot"),
            DotnetProgram = One("dotnet"),
            Runtimes = [.. values["runtime"].Distinct(StringComparer.Ordinal)],
            Tools = [.. values["tool"].Distinct(StringComparer.Ordinal)],
        };
    }
}
