using System.Globalization;
using System.Security.Cryptography;
using RemoteDeploy.Faults;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Jobs;

/// <summary>The jobs of an application on one host. Many may run there at the same time.</summary>
internal sealed class HostJobs(HostSession session, string appFolder)
{
    // A step that is given up half way costs the session.
    private const string TenthsToEnd = "5";

    /// <summary>Starts a job, unless it was started before. The run must hold the lock of the application.</summary>
    /// <returns>The job, or RD1014, RD1016, RD1021 and what writing can meet.</returns>
    public async Task<Attempt<JobHandle>> StartAsync(JobSpec spec, CancellationToken cancellationToken)
    {
        var folder = $"{appFolder}/jobs/{spec.Id}";
        var call = new ScriptCall("start", appFolder, spec.Id.Run, spec.Id.Name, spec.WorkFolder, spec.Label.ToJson())
        {
            Data = [.. SupervisorRequest(spec, folder), .. spec.Input],
        };
        var answered = await session.StepAsync(call, cancellationToken);
        if (!answered.TryGet(out var reply, out var faults))
        {
            return Attempt<JobHandle>.Failed(faults);
        }

        return reply.Values("folder").FirstOrDefault() is { } found && reply.Values("work").FirstOrDefault() is { } work
            ? new JobHandle(found, work, reply.Lines.Contains("exists", StringComparer.Ordinal))
            : new Fault(FaultCatalog.ProtocolBroken, "The host did not say where the job's folder is");
    }

    /// <summary>Asks a job to end, with all its processes. Its end comes to whoever follows it.</summary>
    public Task<Attempt<Reply>> StopAsync(string folder, CancellationToken cancellationToken) => session.StepAsync(new ScriptCall("stop", folder), cancellationToken);

    /// <summary>Asks a job to end, and has the host wait a moment for it.</summary>
    /// <returns>True when it has ended.</returns>
    public async Task<Attempt<bool>> EndAsync(string folder, CancellationToken cancellationToken)
    {
        var answered = await session.StepAsync(new ScriptCall("stop", folder, TenthsToEnd), cancellationToken);
        return answered.TryGet(out var reply, out var faults) ? !reply.Lines.Contains("lives", StringComparer.Ordinal) : Attempt<bool>.Failed(faults);
    }

    /// <summary>Says that everything of a job has been fetched: its folder goes, at the latest when it has ended.</summary>
    /// <returns>Why the host cannot remove it, in its words; empty when it could.</returns>
    public async Task<Attempt<string>> CollectedAsync(string folder, CancellationToken cancellationToken)
    {
        var answered = await session.StepAsync(new ScriptCall("collected", folder), cancellationToken);
        return answered.TryGet(out var reply, out var faults) ? StaysOf(reply) : Attempt<string>.Failed(faults);
    }

    /// <summary>What an answer to "collected" says: why the host cannot remove the folder; empty when it could.</summary>
    public static string StaysOf(Reply reply) => SafeText.Line(reply.Values("stays").FirstOrDefault(), 300);

    /// <summary>Every job below the base of a host, of all applications and runs.</summary>
    public static async Task<Attempt<IReadOnlyList<JobListing>>> ListAsync(HostSession session, CancellationToken cancellationToken)
    {
        var answered = await session.StepAsync(new ScriptCall("jobs", session.Base), cancellationToken);
        return answered.TryGet(out var reply, out var faults) ? Attempt<IReadOnlyList<JobListing>>.Of(Read(reply.Lines)) : Attempt<IReadOnlyList<JobListing>>.Failed(faults);
    }

    internal static List<JobListing> Read(IEnumerable<string> lines)
    {
        var jobs = new List<JobListing>();
        var ends = new List<string>();
        void Close()
        {
            if (ends.Count > 0 && jobs.Count > 0)
            {
                jobs[^1] = jobs[^1] with { End = JobEnd.Read(ends) };
            }

            ends.Clear();
        }

        foreach (var line in lines)
        {
            if (line.Split(' ') is ["job", var app, var run, var name, var state])
            {
                Close();
                jobs.Add(new JobListing(app, run, name, state switch { "running" => JobState.Running, "ended" => JobState.Ended, _ => JobState.Lost }));
            }
            else if (line.StartsWith("spec ", StringComparison.Ordinal) && jobs.Count > 0 && JobLabel.Parse(line[5..]) is { } label)
            {
                jobs[^1] = jobs[^1] with { Suite = label.Suite, Program = label.Program, Owner = label.Owner, Started = label.Started };
            }
            else if (line.StartsWith("end ", StringComparison.Ordinal))
            {
                ends.Add(line[4..]);
            }
        }

        Close();
        return jobs;
    }

    // The supervisor reads a request like any other; nobody waits for its answer, so its nonce is none.
    private static byte[] SupervisorRequest(JobSpec spec, string folder) => ScriptArgument.Header("job", "supervise",
    [
        folder,
        spec.WorkFolder,
        RandomNumberGenerator.GetHexString(32, lowercase: true),
        Number((long)Math.Max(1, Math.Ceiling(spec.Timeout.TotalSeconds))),
        Number((long)Math.Max(0, Math.Ceiling(spec.Grace.TotalSeconds))),
        Number(spec.OutputCap),
        Number(spec.Environment.Count),
        .. spec.Environment.Select(pair => $"{pair.Key}={pair.Value}"),
        .. spec.Arguments,
    ]);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
