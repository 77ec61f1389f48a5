using System.Globalization;
using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results;
using RemoteDeploy.Runs;

namespace RemoteDeploy.Testing;

/// <summary>One suite on one host: prove the bytes, run, collect, judge.</summary>
internal sealed class SuiteRun(FleetRun fleet, HostRun host, string tool, string? resultsFolder)
{
    // Time for a stopped command to end its processes, on top of the suite's own: 2 s of asking, twice where nobody collects
    // the dead (containers), and a busy host.
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(15);

    /// <summary>Runs it. The report always has a fault when anything at all is off.</summary>
    public async Task<SuiteReport> ExecuteAsync(TestSuite suite, ActivatedRelease release, CancellationToken cancellationToken)
    {
        host.Enter(Phase.Verify, suite.Name);
        var name = FileNames.Safe(suite.Name);
        var report = new SuiteReport { Suite = suite.Name, Release = release.Receipt.Release };
        var planned = SuiteCommand.Of(suite, release.Manifest, host.Facts!.DotnetProgram);
        if (!planned.TryGet(out var command, out var faults))
        {
            return report with { Faults = Named(faults) };
        }

        var proven = await ProvenRelease.ProveAsync(host, release, name, tool, cancellationToken);
        if (!proven.TryGet(out var proof, out faults))
        {
            return report with { Faults = Named(faults) };
        }

        report = report with { Manifest = release.Manifest.Digest };
        host.Enter(Phase.Run, suite.Name);
        var job = await RunAsync(suite, command, proof, cancellationToken);
        if (job.Reply is { Status: 5 } && suite.TestAssembly is not null)
        {
            command = command.ForTestingPlatform(suite);
            job = await RunAsync(suite, command, proof, cancellationToken);
        }

        host.Enter(Phase.Collect, suite.Name);
        var collector = new Collector(fleet, host, resultsFolder, tool);
        var collected = await collector.CollectAsync(suite, command, proof, cancellationToken);
        return SuiteVerdict.Of(report, command, job, collected) is var judged ? judged with { Faults = Named(judged.Faults) } : report;
    }

    private async Task<SuiteJob> RunAsync(TestSuite suite, SuiteCommand command, ProvenRelease proof, CancellationToken cancellationToken)
    {
        var variables = suite.Environment
            .Append(new("REMOTEDEPLOY_HOST", host.Host.Name))
            .Append(new("REMOTEDEPLOY_RELEASE", $"{proof.Release.Lease.Folder}/releases/{proof.Release.Receipt.Release}"))
            .Append(new("REMOTEDEPLOY_MANIFEST", proof.Release.Manifest.Digest))
            .Select(pair => $"{pair.Key}={pair.Value}")
            .ToList();
        var timedOut = false;
        using var deadline = new CancellationTokenSource(suite.Timeout, fleet.Identity.Time);
        var call = new ScriptCall("job", [proof.WorkFolder, proof.WorkFolder, variables.Count.ToString(CultureInfo.InvariantCulture), .. variables, .. command.Arguments])
        {
            HoldsInput = true,
            Deadline = suite.Timeout + StopGrace,
            Input = (to, unused) =>
            {
                // The far side stops the command's whole process group when it is told to, and answers with its status.
                deadline.Token.Register(() =>
                {
                    timedOut = true;
                    _ = StopAsync(to);
                });
                return Task.CompletedTask;
            },
        };
        var started = fleet.Identity.Time.GetTimestamp();
        var answered = await host.Session.CallAsync(call, cancellationToken);
        answered.TryGet(out var reply, out var faults);
        return new SuiteJob(reply, [.. faults, .. reply?.Faults ?? (IReadOnlyList<Fault>)[]], timedOut, suite.Timeout, fleet.Identity.Time.GetElapsedTime(started));
    }

    private static async Task StopAsync(Stream input)
    {
        try
        {
            await input.WriteAsync("stop\n"u8.ToArray());
            await input.FlushAsync();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It ended in the same moment.
        }
    }

    private IReadOnlyList<Fault> Named(IReadOnlyList<Fault> faults) => [.. faults.Select(fault => fault with { Host = host.Host.Name, Phase = fault.Phase ?? host.Phase })];
}
