using RemoteDeploy.Jobs;
using RemoteDeploy.Payload;
using RemoteDeploy.Pool;
using RemoteDeploy.Results;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Runs;

/// <summary>A job with units that an earlier process of the run has started, or was about to.</summary>
/// <param name="Host">The host.</param>
/// <param name="Record">Its start.</param>
/// <param name="Manifest">What it was proven to run on.</param>
/// <param name="Units">Its units.</param>
internal sealed record BegunBatch(HostRun Host, JobRecord Record, Manifest Manifest, IReadOnlyList<UnitAttempt> Units)
{
    /// <summary>False when the process died before the host had answered: the job may never have been started.</summary>
    public bool IsCertain => Record.Kind == JobRecordKind.Started;

    /// <summary>Its end, where that was noted.</summary>
    public JobRecord? Ended { get; init; }

    /// <summary>The job, as far as its name and suite go.</summary>
    public SuitePart PartOf(PooledSuite suite) => new(suite.Suite, Record.Part!) { Units = Record.Units };

    /// <summary>What it runs.</summary>
    /// <param name="suite">Its suite.</param>
    /// <param name="dotnet">The dotnet program of the host; empty when it is not to be run again.</param>
    public Faults.Attempt<SuiteCommand> Command(PooledSuite suite, string dotnet)
    {
        var planned = SuiteCommand.Of(suite.Suite, Manifest, dotnet);
        return planned.TryGet(out var command, out var faults)
            ? (suite.IsPlatform ? command.ForTestingPlatform() : command).For([.. Units.Select(attempt => attempt.Unit)], $"{Record.Part}.trx")
            : Faults.Attempt<SuiteCommand>.Failed(faults);
    }

    /// <summary>Judges it from what is here, without its host.</summary>
    /// <param name="suite">Its suite.</param>
    /// <param name="folder">The run folder.</param>
    /// <param name="collected">What was noted when its results had come.</param>
    public BatchResult Judge(PooledSuite suite, RunFolder folder, JobRecord collected)
    {
        var part = PartOf(suite);
        var target = folder.ResultsOf(Record.Host, part.Name);
        var stamp = new ResultStamp(Record.Host, Record.Release, Manifest.Digest);
        var brought = new BroughtResults { Files = [.. collected.Files.Select(name => (name, Fetcher.LocalPath(target, name))).Where(file => file.Item2 is not null).Select(file => (file.name, file.Item2!))] };
        var end = Ended?.Cause is { } cause ? new JobEnd { Cause = cause, Status = Ended.Status, Began = Ended.Began } : null;
        var job = new SuiteJob(end, [], part.Timeout, TimeSpan.FromSeconds(collected.Seconds));
        using var output = new JobOutput(target, SuiteJobs.OutputCap);
        var command = Command(suite, "").TryGet(out var planned, out _) ? planned : new SuiteCommand(suite.Suite.Name, [], [], suite.Suite.Results);
        var judged = BatchJudge.Of(part, command, (job, Collector.Judge(brought with { Clock = HostClock.Of(end, TimeSpan.FromSeconds(Ended?.Skew ?? 0)) }, target, output.Text())), stamp);
        return new BatchResult(part, Units, judged with { Started = Record.Time }, stamp);
    }
}
