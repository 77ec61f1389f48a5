using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Results;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Runs;

/// <summary>What the units of shared suites left in the folders of one host, beside results: brought when the host has nothing more to do.</summary>
/// <param name="pool">The pool.</param>
/// <param name="host">The host.</param>
/// <param name="jobs">Its jobs.</param>
/// <param name="tool">What computes digests there.</param>
internal sealed class PoolArtifacts(PoolRun pool, HostRun host, SuiteJobs jobs, string tool)
{
    /// <summary>Brings those of a suite.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="grounds">Every folder that it had here.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task BringAsync(TestSuite suite, IReadOnlyList<SuiteGround> grounds, CancellationToken cancellationToken)
    {
        foreach (var (at, ground) in grounds.Index())
        {
            var target = ArtifactFetcher.FolderIn(pool.Run.Folder!.ResultsOf(host.Host.Name, SuitePart.Whole(suite, at + 1).Name));
            var artifacts = await new ArtifactFetcher(host, jobs.Contact, tool).FetchAsync(suite, ground, target, cancellationToken);
            KeepUnlessFetched([(suite, ground)], artifacts.Faults);
            pool.Ledger.AddFiles(suite.Name, host.Host.Name, artifacts.Files);
            pool.Ledger.Fail(suite.Name, host.Host.Name, jobs.Named(artifacts.Faults));
        }
    }

    /// <summary>Keeps the folders on the host where that was lost before what lies in them was here.</summary>
    public void KeepUnlessFetched(IEnumerable<(TestSuite Suite, SuiteGround Ground)> grounds, IReadOnlyList<Fault> faults)
    {
        foreach (var (suite, ground) in grounds.Where(one => one.Suite.Artifacts.Count > 0).ToList())
        {
            jobs.KeepUnlessFetched(SuitePart.Whole(suite, 1), new JobPlace(GetRun.Split(ground.WorkFolder).Folder, ground.WorkFolder), faults);
        }
    }
}
