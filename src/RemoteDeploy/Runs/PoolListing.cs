using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Pool;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Runs;

/// <summary>Asks on one host of a pool which units a suite has.</summary>
internal sealed class PoolListing(PoolRun pool, HostRun host, SuiteJobs jobs, SuiteGrounds grounds, TestSettings settings)
{
    /// <summary>Lists them as a job of its own.</summary>
    /// <returns>Faults only when the host is out of it; what is wrong with the suite is told to the pool.</returns>
    public async Task<IReadOnlyList<Fault>> ListAsync(UnitAttempt listing, (PooledSuite Suite, string Name) of, SuiteCommand command, (SuiteGround Ground, ActivatedRelease Release) on, CancellationToken cancellationToken)
    {
        var suite = of.Suite;
        host.Enter(Phase.Run, $"{suite.Suite.Name}: list of tests");
        var part = new SuitePart(suite.Suite, of.Name) { Timeout = suite.Suite.Timeout };
        var choice = settings.Tests.SelectionOf(suite.Suite);
        var lister = new SuiteListing(jobs);
        Attempt<FoundUnits> found;
        if (suite.Suite.UnitsFrom is { Count: > 0 } words)
        {
            var printed = await jobs.RunAsync(part, new SuiteCommand(words[0], words, [], null), on, cancellationToken);
            if (!printed.TryGet(out var answer, out var faults))
            {
                return faults;
            }

            grounds.Used(suite.Suite.Name, answer.Ground, []);
            var units = answer.Job.Status == 0 ? suite.Units(answer.Text, choice) : SuiteListing.Failed(suite.Suite, answer.Job, answer.Text);
            found = units.TryGet(out var list, out faults) ? new FoundUnits(list, IsPlatform: false) : Attempt<FoundUnits>.Failed(faults);
        }
        else
        {
            var listed = await lister.ListAsync(part, command, on, cancellationToken);
            if (!listed.TryGet(out var answer, out var faults))
            {
                return faults;
            }

            grounds.Used(suite.Suite.Name, answer.Ground, []);
            var units = answer.Tests.TryGet(out var tests, out faults) ? suite.Units(tests, choice, answer.Command.IsPlatform) : Attempt<IReadOnlyList<TestUnit>>.Failed(faults);
            found = units.TryGet(out var list, out faults) ? new FoundUnits(list, answer.Command.IsPlatform) : Attempt<FoundUnits>.Failed(faults);
        }

        if (found.TryGet(out var known, out var why))
        {
            pool.Found(listing, known);
        }
        else
        {
            pool.NotFound(listing, host.Host.Name, why);
        }

        return [];
    }
}
