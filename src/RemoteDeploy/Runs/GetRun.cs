using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Runs;

/// <summary>Brings a file or folder of each host here, one folder per host, digests checked.</summary>
internal sealed class GetRun(FleetRun run, GetRequest request)
{
    /// <summary>Does it.</summary>
    public Task ExecuteAsync() => run.ForEachAsync(run.Hosts, GetAsync);

    private async Task GetAsync(HostRun host, CancellationToken cancellationToken)
    {
        if (await HostSteps.ProbeAsync(run, host, cancellationToken) is not { } facts)
        {
            return;
        }

        var tool = Auditor.ToolFor(facts, request.Digest);
        if (!tool.Succeeded)
        {
            host.Fail(tool.Faults);
            return;
        }

        host.Enter(Phase.Collect);
        var remote = host.Session.Spell(request.Remote).TrimEnd('/');
        var kind = await host.Session.StepAsync(new ScriptCall("kind", remote), cancellationToken);
        if (!kind.TryGet(out var reply, out var faults))
        {
            host.Fail(faults);
            return;
        }

        var name = remote[(remote.LastIndexOf('/') + 1)..];
        var target = Path.Combine(request.To, FileNames.Safe(host.Host.Name));
        var isFile = reply.Lines.Contains("file", StringComparer.Ordinal);
        var (folder, names) = isFile ? (remote[..^(name.Length + 1)], [name]) : (remote, await ListAsync(host, remote, cancellationToken));
        if (names is null)
        {
            return;
        }

        var fetched = await new Fetcher(host.Session, tool.Value, request.Digest).FetchAsync(folder, names, isFile ? target : Path.Combine(target, LocalName(name)), (done, total) => host.Transfer(done, total), cancellationToken);
        host.Fail(fetched.Faults);
        host.Describe(report => report with { Files = fetched.Files.Count, Bytes = fetched.Bytes });
        host.Outcome = HostOutcome.Ok;
    }

    private static string LocalName(string name) => name.Length == 0 || name == "~" ? "root" : FileNames.Safe(name);

    private static async Task<IReadOnlyList<string>?> ListAsync(HostRun host, string remote, CancellationToken cancellationToken)
    {
        var listed = await Auditor.TreeAsync(host.Session, remote, "none", cancellationToken);
        if (!listed.TryGet(out var listing, out var faults))
        {
            host.Fail(faults);
            return null;
        }

        if (listing.Links.Count + listing.Others.Count > 0)
        {
            host.Note($"{listing.Links.Count + listing.Others.Count} links and special files are left out");
        }

        return listing.Order;
    }
}
