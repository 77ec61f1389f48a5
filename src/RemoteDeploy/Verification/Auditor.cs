using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Probing;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Verification;

/// <summary>Lets a host list a folder and recompute every digest in it.</summary>
internal static class Auditor
{
    /// <summary>Program that computes a digest on the host.</summary>
    /// <returns>The program, or RD1010.</returns>
    public static Attempt<string> ToolFor(HostFacts facts, DigestAlgorithm algorithm)
    {
        var tool = algorithm == DigestAlgorithm.Md5 ? facts.Md5Tool : facts.Sha256Tool;
        if (tool.Length > 0)
        {
            return tool;
        }

        var other = algorithm == DigestAlgorithm.Md5 ? facts.Sha256Tool : facts.Md5Tool;
        return new Fault(FaultCatalog.ToolMissing, $"The host has no program that computes {algorithm.ToString().ToUpperInvariant()}")
        {
            Try = other.Length == 0 ? "Install coreutils or openssl on it" : $"Use --digest {(algorithm == DigestAlgorithm.Md5 ? "sha256" : "md5")}, which it has",
        };
    }

    /// <summary>Audits a whole folder.</summary>
    public static Task<Attempt<AuditListing>> TreeAsync(HostSession session, string folder, string tool, CancellationToken cancellationToken) =>
        RunAsync(session, new ScriptCall("audit", folder, tool, "tree"), tool, cancellationToken);

    /// <summary>Audits a release, staged or kept, under the lock of a run; what the host reads is noted there for a record.</summary>
    public static Task<Attempt<AuditListing>> ReleaseAsync(HostSession session, string folder, string tool, string run, CancellationToken cancellationToken) =>
        RunAsync(session, new ScriptCall("audit", folder, tool, "tree", run), tool, cancellationToken);

    /// <summary>Audits those of the named files that are there.</summary>
    public static Task<Attempt<AuditListing>> FilesAsync(HostSession session, string folder, string tool, IEnumerable<string> names, CancellationToken cancellationToken) =>
        RunAsync(session, new ScriptCall("audit", folder, tool, "list") { Data = NameList.Of(names) }, tool, cancellationToken);

    private static async Task<Attempt<AuditListing>> RunAsync(HostSession session, ScriptCall call, string tool, CancellationToken cancellationToken)
    {
        AuditListing? listing = null;
        var answered = await session.StepAsync(call with { OnLine = async (line, reader, token) => listing = await AuditListing.ReadAsync(reader, tool != "none", line, token) }, cancellationToken);
        if (!answered.Succeeded)
        {
            return Attempt<AuditListing>.Failed(answered.Faults);
        }

        return listing is null ? Inconsistent() : listing;
    }

    /// <summary>The parts of a listing do not belong together.</summary>
    public static Fault Inconsistent() => new(FaultCatalog.ChangedUnderUs, "The folder changed while it was checked")
    {
        Try = "Stop the program that writes into it, and run again",
    };
}
