using System.Globalization;
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
    private const int MostNames = 3;

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

        var (parent, name) = Split(remote);
        var target = Path.Combine(request.To, FileNames.Safe(host.Host.Name));
        if (reply.Lines.Contains("file", StringComparer.Ordinal))
        {
            // What was asked for by name is wanted, and not the link.
            var (folder, file) = reply.Values("leads").FirstOrDefault() is { } led ? Split(led) : (parent, name);
            await FetchAsync(host, tool.Value, (folder, [file]), target, name, cancellationToken);
        }
        else if (await ListAsync(host, remote, cancellationToken) is { } listing)
        {
            target = Path.Combine(target, LocalName(name));
            host.Fail(MakeFolders(target, listing.Folders.Keys.Except(listing.Closed, StringComparer.Ordinal)));
            if (!host.Failed)
            {
                // The rest comes all the same, as it does beside a file that may not be read.
                host.Fail([.. listing.Closed.Select(folder => Closed(folder is "" or "." ? remote : $"{remote}/{folder}"))]);
                await FetchAsync(host, tool.Value, (remote, listing.Order), target, null, cancellationToken);
                NoteOldFiles(host, target, listing.Order);
            }
        }
    }

    private static Fault Closed(string folder) => new(FaultCatalog.RemotePathMissing, "The folder may not be looked into on the host") { Path = SafeText.Line(folder), Try = "Correct its mode or owner there" };

    /// <summary>The folder of a path on a host, and the name in it.</summary>
    internal static (string Folder, string Name) Split(string remote)
    {
        var slash = remote.LastIndexOf('/');
        return (slash == 0 ? "/" : remote[..Math.Max(0, slash)], remote[(slash + 1)..]);
    }

    private async Task FetchAsync(HostRun host, string tool, (string Folder, IReadOnlyList<string> Names) from, string target, string? called, CancellationToken cancellationToken)
    {
        var fetcher = new Fetcher(host.Session, tool, request.Digest) { KeepsModes = true, Called = called };
        var fetched = await fetcher.FetchAsync(from.Folder, from.Names, target, (done, total) => host.Transfer(done, total), cancellationToken);
        host.Fail(fetched.Faults);
        host.Describe(report => report with { Files = fetched.Files.Count, Bytes = fetched.Bytes });
        host.Outcome = HostOutcome.Ok;
    }

    // Folders first, so that empty ones come along.
    private static IEnumerable<Fault> MakeFolders(string target, IEnumerable<string> names)
    {
        foreach (var path in names.Select(name => name == "." ? target : Fetcher.LocalPath(target, name)).OfType<string>())
        {
            Fault? fault = null;
            try
            {
                Directory.CreateDirectory(path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                fault = new Fault(FaultCatalog.CannotWriteHere, "A folder cannot be made here") { Path = path, Found = SafeText.Line(exception.Message, 300) };
            }

            if (fault is not null)
            {
                yield return fault;
                yield break;
            }
        }
    }

    private static string Some(List<string> names) =>
        SafeText.Line(string.Join(", ", names.Take(MostNames)), 300) + (names.Count > MostNames ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - MostNames} more") : "");

    // What an earlier call has brought would pass for a file of today.
    private static void NoteOldFiles(HostRun host, string target, IEnumerable<string> names)
    {
        var brought = names.Select(name => Fetcher.LocalPath(target, name)).OfType<string>().ToHashSet(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
        List<string> old = [];
        try
        {
            var all = Directory.Exists(target) ? Directory.GetFiles(target, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint }) : [];
            old = [.. all.Where(path => !brought.Contains(path)).Select(path => Path.GetRelativePath(target, path)).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Everything was brought: a folder here that cannot be looked through is another matter.
        }

        if (old.Count > 0)
        {
            host.Note($"{Amount.Of(old.Count, "file")} in {SafeText.Line(target)} {(old.Count == 1 ? "was" : "were")} there before, and {(old.Count == 1 ? "is" : "are")} not what was brought now: {Some(old)}");
        }
    }

    private static string LocalName(string name) => name.Length == 0 || name == "~" ? "root" : FileNames.Safe(name);

    private static async Task<AuditListing?> ListAsync(HostRun host, string remote, CancellationToken cancellationToken)
    {
        var listed = await Auditor.TreeAsync(host.Session, remote, "none", cancellationToken);
        if (!listed.TryGet(out var listing, out var faults))
        {
            host.Fail(faults);
            return null;
        }

        if (listing.Links.Count + listing.Others.Count > 0)
        {
            host.Note($"{listing.Links.Count + listing.Others.Count} links and special files are left out: {Some([.. listing.Links.Keys.Concat(listing.Others).Order(StringComparer.Ordinal)])}");
        }

        return listing;
    }
}
