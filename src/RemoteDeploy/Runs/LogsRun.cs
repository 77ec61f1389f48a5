using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Planning;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Runs;

/// <summary>What the jobs of a run have written: asked of the hosts while they have it, else of the run folder.</summary>
internal sealed class LogsRun(FleetRun run, string folder, bool follow)
{
    /// <summary>Does it.</summary>
    public static async Task<RunReport> ExecuteAsync(EngineOptions options, LogsRequest logs, CancellationToken cancellationToken)
    {
        if (!RunChoice.Find(options.WorkFolder, logs.Run).TryGet(out var found, out var faults))
        {
            return Refused(options, faults);
        }

        var request = found.Saved.ToRequest();
        if (logs.On is not null)
        {
            if (!new Inventory.HostInventory { Hosts = request.Hosts }.Select(logs.On).TryGet(out var hosts, out faults))
            {
                return Refused(options, faults);
            }

            request = request with { Hosts = hosts };
        }

        return await FleetRun.ResumeAsync(
            options,
            (request, "logs", found.Saved.RunId),
            null,
            run => new LogsRun(run, found.Folder, logs.Follow).ExecuteAsync(),
            cancellationToken);
    }

    private static RunReport Refused(EngineOptions options, IReadOnlyList<Fault> faults) => new() { RunId = "", Verb = "logs", Started = options.Time.GetUtcNow(), Faults = faults };

    private async Task ExecuteAsync()
    {
        // Also those whose start was never confirmed: the host that was lost meanwhile may have them.
        var started = RunFolder.JobsOf(folder)
            .Where(record => record.Kind is JobRecordKind.Starting or JobRecordKind.Started or JobRecordKind.NotStarted)
            .GroupBy(record => (record.Host, JobId.InFolder(record.Folder)))
            .Select(job => job.Last())
            .Where(record => record.Kind != JobRecordKind.NotStarted)
            .ToLookup(record => record.Host, StringComparer.Ordinal);
        await run.ForEachAsync(run.Hosts, async (host, token) =>
        {
            host.Enter(Phase.Run);
            foreach (var job in started[host.Host.Name])
            {
                await ShowAsync(host, job, token);
            }

            host.Outcome ??= HostOutcome.Ok;
        });
    }

    private async Task ShowAsync(HostRun host, JobRecord job, CancellationToken cancellationToken)
    {
        using var output = new LineSplitter(line => host.Print(isError: false, line));
        using var error = new LineSplitter(line => host.Print(isError: true, line));
        var call = new ScriptCall("follow", job.Folder, "0", "0", follow ? "no" : "once")
        {
            HoldsInput = true,
            OnLine = async (line, reader, token) =>
            {
                var words = line.Split(' ');
                if (words is ["out" or "err", _, var length] && long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                {
                    var to = words[0] == "out" ? output : error;
                    await reader.CopyAsync(count, to, token);
                    await to.FlushAsync(token);
                }
                else if (words is ["gap", var stream, var from, var next])
                {
                    host.Note($"std{SafeText.Line(stream, 3)} of {SafeText.Line(job.Suite, 100)}: bytes {SafeText.Line(from, 20)} to {SafeText.Line(next, 20)} were not kept");
                }
            },
        };
        var answered = await host.Session.CallAsync(call, cancellationToken);
        output.Complete();
        error.Complete();
        if (answered.TryGet(out var reply, out var faults) && reply.Status == 0)
        {
            return;
        }

        if (answered.Succeeded && reply!.Faults.All(fault => fault.Code == FaultCatalog.RemotePathMissing))
        {
            if (job.Kind == JobRecordKind.Started)
            {
                ShowKept(host, job);
            }

            return;
        }

        host.Fail(answered.Succeeded ? HostSession.Judge(call, reply!).Faults : faults);
    }

    // It was fetched, and the host has forgotten it.
    private void ShowKept(HostRun host, JobRecord job)
    {
        foreach (var (name, isError) in new[] { ("stdout.txt", false), ("stderr.txt", true) })
        {
            var file = Path.Combine(folder, "results", FileNames.Safe(job.Host), FileNames.Safe(job.Part ?? job.Suite), name);
            foreach (var line in File.Exists(file) ? File.ReadLines(file) : [])
            {
                host.Print(isError, line);
            }
        }
    }
}
