namespace RemoteDeploy.Probing;

/// <summary>.NET runtime identifiers of hosts and payloads.</summary>
public static class RuntimeIdentifier
{
    /// <summary>The identifier for what <c>uname</c> says; empty when it is none that .NET runs on.</summary>
    public static string Of(string kernel, string machine, bool musl)
    {
        var system = kernel switch
        {
            "Linux" => musl ? "linux-musl" : "linux",
            "Darwin" => "osx",
            "FreeBSD" => "freebsd",
            _ => "",
        };
        var processor = machine switch
        {
            "x86_64" or "amd64" => "x64",
            "aarch64" or "arm64" => "arm64",
            "armv7l" or "armv8l" => "arm",
            "i386" or "i686" => "x86",
            "s390x" or "ppc64le" or "riscv64" or "loongarch64" => machine,
            _ => "",
        };
        return system.Length == 0 || processor.Length == 0 ? "" : $"{system}-{processor}";
    }

    /// <summary>True when a payload for one identifier can run on a host of another; unknown ones are given the benefit of the doubt.</summary>
    public static bool CanRun(string payload, string host)
    {
        if (payload.Length == 0 || host.Length == 0 || payload == host || payload is "any" or "unix")
        {
            return true;
        }

        var (payloadSystem, payloadProcessor) = Split(payload);
        var (hostSystem, hostProcessor) = Split(host);
        return payloadSystem == hostSystem && (payloadProcessor.Length == 0 || payloadProcessor == hostProcessor);
    }

    private static (string System, string Processor) Split(string rid)
    {
        var at = rid.LastIndexOf('-');
        var last = rid[(at + 1)..];
        return at < 0 || last == "musl" ? (rid, "") : (rid[..at], last);
    }
}
