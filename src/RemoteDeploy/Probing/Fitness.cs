using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Planning;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Probing;

/// <summary>What a host lacks for what is asked of it, each with its remedy.</summary>
internal static class Fitness
{
    private const long Reserve = 16L << 20;

    // Lists and digests of a payload of some thousand files take less.
    private const long Scarce = 1L << 20;

    /// <summary>What keeps a host from holding verified releases at all.</summary>
    public static IEnumerable<Fault> ForReleases(FleetRequest request, HostFacts facts)
    {
        if (facts.MissingTools.Count > 0)
        {
            yield return ScriptFault.Lacks(facts.MissingTools);
        }

        if (Auditor.ToolFor(facts, request.Digest) is { Succeeded: false } tool)
        {
            yield return tool.Faults[0];
        }

        if (!facts.BaseWritable)
        {
            yield return new Fault(FaultCatalog.BaseNotWritable, "The base folder cannot be written or made")
            {
                Path = SafeText.Line(facts.Base),
                Found = $"user {SafeText.Line(facts.User)} may not write there",
                Try = "Choose another base with base: or --base, or correct its owner",
            };
        }

        if (!facts.TemporaryWritable)
        {
            yield return new Fault(FaultCatalog.BaseNotWritable, "The folder for temporary files cannot be written")
            {
                Path = SafeText.Line(facts.TemporaryFolder),
                Found = $"user {SafeText.Line(facts.User)} may not write there",
                Try = ScriptFault.TemporaryRemedy,
            };
        }

        foreach (var requirement in request.Requires.Where(requirement => !requirement.IsMetBy(facts.Runtimes)))
        {
            var have = facts.Runtimes.Where(runtime => runtime.StartsWith(requirement.Runtime + " ", StringComparison.Ordinal)).ToList();
            yield return new Fault(FaultCatalog.RequirementNotMet, "The host lacks a required runtime")
            {
                Expected = requirement.ToString(),
                Found = have.Count == 0 ? "none" : SafeText.Line(string.Join(", ", have)),
                Try = "Install the runtime there, or publish self-contained",
            };
        }
    }

    /// <summary>What keeps a host from taking this payload; 0 bytes when nothing will be written.</summary>
    public static IEnumerable<Fault> ForPayload(Host host, HostFacts facts, string payloadRid, long bytes)
    {
        var rid = host.Rid ?? facts.Rid;
        if (!RuntimeIdentifier.CanRun(payloadRid, rid))
        {
            yield return new Fault(FaultCatalog.WrongArchitecture, "The payload is published for another machine") { Expected = payloadRid, Found = SafeText.Line(rid), Try = "Publish for the host's runtime identifier, or leave the host out" };
        }

        if (bytes > 0 && facts.FreeBytes >= 0 && facts.FreeBytes < bytes + Reserve)
        {
            yield return new Fault(FaultCatalog.NoSpace, "The host has not enough space")
            {
                Expected = string.Create(CultureInfo.InvariantCulture, $"{bytes + Reserve} bytes free"),
                Found = string.Create(CultureInfo.InvariantCulture, $"{facts.FreeBytes}"),
                Try = $"Free space at {SafeText.Line(facts.Base)}, or lower keep:",
            };
        }
    }

    /// <summary>Things that work but are worth a word.</summary>
    public static IEnumerable<string> Remarks(HostFacts facts)
    {
        if (facts.ShellNoise > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"start-up files of the login shell print {facts.ShellNoise} bytes; harmless here, but it breaks scp and rsync");
        }

        if (facts.TemporaryFreeBytes is >= 0 and < Scarce)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"its folder for temporary files, {SafeText.Line(facts.TemporaryFolder, 200)}, has {facts.TemporaryFreeBytes} bytes free");
        }

        if (facts.ConnectLatency > TimeSpan.FromSeconds(5))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"connecting took {facts.ConnectLatency.TotalSeconds:0.0} s; look at DNS and the start-up files of the login shell");
        }

        if (facts.ClockSkew.Duration() > TimeSpan.FromMinutes(1))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"its clock is off by {facts.ClockSkew.TotalSeconds:0} s; nothing here depends on it, tests may");
        }
    }

    /// <summary>What is to be said of a connection from which a stranger on the way could cut packets.</summary>
    public static IEnumerable<string> Remarks(SshHandshake handshake)
    {
        const string Instead = "or leave out the ciphers that suffer: 'Ciphers -chacha20-poly1305@openssh.com,*-cbc' in ssh_config";
        if (handshake is { OffersFragileCiphers: true, ClientIsStrict: false })
        {
            yield return $"the ssh client here does not offer strict key exchange (CVE-2023-48795, Terrapin): update it to OpenSSH 9.6 or later, {Instead}";
        }

        if (handshake is { OffersFragileCiphers: true, ServerIsStrict: false })
        {
            yield return $"its ssh server does not offer strict key exchange (CVE-2023-48795, Terrapin): update it, {Instead}";
        }
    }
}
