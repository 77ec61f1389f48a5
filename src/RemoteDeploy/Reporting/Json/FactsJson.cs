using System.Text.Json;
using RemoteDeploy.Probing;

namespace RemoteDeploy.Reporting.Json;

/// <summary>What a probe found on a host, as JSON.</summary>
internal static class FactsJson
{
    public static void Write(Utf8JsonWriter json, HostFacts? facts)
    {
        if (facts is null)
        {
            json.WriteNull("facts");
            return;
        }

        json.WriteStartObject("facts");
        WriteMachine(json, facts);
        WriteLogin(json, facts);
        WriteTools(json, facts);
        json.WriteText("base", Known(facts.Base));
        json.WriteBoolean("baseWritable", facts.BaseWritable);
        json.WriteCount("freeBytes", facts.FreeBytes < 0 ? null : facts.FreeBytes);
        json.WriteText("temporaryFolder", Known(facts.TemporaryFolder));
        json.WriteBoolean("temporaryWritable", facts.TemporaryWritable);
        json.WriteCount("temporaryFreeBytes", facts.TemporaryFreeBytes < 0 ? null : facts.TemporaryFreeBytes);
        json.WriteTexts("runtimes", facts.Runtimes);
        json.WriteTexts("tools", facts.Tools);
        json.WriteEndObject();
    }

    private static void WriteMachine(Utf8JsonWriter json, HostFacts facts)
    {
        json.WriteText("os", Known(facts.Os));
        json.WriteText("osVersion", Known(facts.OsVersion));
        json.WriteText("kernel", Known(facts.Kernel));
        json.WriteText("libc", Known(facts.Libc));
        json.WriteText("architecture", Known(facts.Architecture));
        json.WriteText("rid", Known(facts.Rid));
        json.WriteText("hostName", Known(facts.HostName));
        json.WriteCount("processors", facts.Processors == 0 ? null : facts.Processors);
        json.WriteCount("memoryBytes", facts.MemoryBytes < 0 ? null : facts.MemoryBytes);
        json.WriteSeconds("clockSkewSeconds", facts.ClockSkew);
        json.WriteText("bootId", Known(facts.BootId));
    }

    private static void WriteLogin(Utf8JsonWriter json, HostFacts facts)
    {
        json.WriteText("user", Known(facts.User));
        json.WriteText("home", Known(facts.Home));
        json.WriteText("loginShell", Known(facts.LoginShell));
        json.WriteNumber("shellNoiseBytes", facts.ShellNoise);
        json.WriteSeconds("connectSeconds", facts.ConnectLatency);
        json.WriteSeconds("commandSeconds", facts.CommandLatency);
        WriteHandshake(json, facts.Ssh);
    }

    private static void WriteHandshake(Utf8JsonWriter json, SshHandshake? ssh)
    {
        if (ssh is null)
        {
            json.WriteNull("ssh");
            return;
        }

        json.WriteStartObject("ssh");
        json.WriteString("client", ssh.Client);
        json.WriteString("server", ssh.Server);
        json.WriteFlag("clientStrict", ssh.ClientIsStrict);
        json.WriteFlag("serverStrict", ssh.ServerIsStrict);
        json.WriteBoolean("fragileCiphers", ssh.OffersFragileCiphers);
        json.WriteEndObject();
    }

    private static void WriteTools(Utf8JsonWriter json, HostFacts facts)
    {
        json.WriteText("md5Tool", Known(facts.Md5Tool));
        json.WriteText("sha256Tool", Known(facts.Sha256Tool));
        json.WriteText("tar", Known(facts.Tar));
        json.WriteBoolean("gzip", facts.HasGzip);
        json.WriteBoolean("zstd", facts.HasZstd);
        json.WriteTexts("missingTools", facts.MissingTools);
    }

    private static string? Known(string text) => text.Length == 0 ? null : text;
}
