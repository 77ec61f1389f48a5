using RemoteDeploy.Jobs;
using RemoteDeploy.Pool;
using RemoteDeploy.Probing;

namespace RemoteDeploy.Runs;

/// <summary>Goes through what an earlier process of the run has noted of jobs, so that nothing is run twice and nothing is left out.</summary>
internal static class PoolReplay
{
    /// <summary>Puts the queue of a pool where an earlier process of the run has left it.</summary>
    /// <param name="pool">The pool, with nothing begun.</param>
    /// <param name="records">What that has noted of jobs.</param>
    /// <returns>By host: jobs that were begun and whose results are not all here.</returns>
    public static ILookup<string, BegunBatch> Restore(PoolRun pool, IReadOnlyList<JobRecord> records)
    {
        foreach (var listing in pool.Dispatcher.Waiting.Where(unit => unit.IsListing).ToList())
        {
            if (pool.Run.Folder!.ReadUnits(listing.Suite) is { } found && pool.Dispatcher.Restore(new PoolHost(pool.Run.Hosts[0].Host, new HostFacts()), listing.Suite, listing.Name, 1) is { } attempt)
            {
                pool.Found(attempt, found);
            }
        }

        var begun = new List<BegunBatch>();
        var unstarted = records.Where(record => record.Kind == JobRecordKind.NotStarted).ToList();
        foreach (var record in records)
        {
            var host = pool.Run.Hosts.FirstOrDefault(host => host.Host.Name == record.Host);
            if (host is null || (record.Kind != JobRecordKind.Lost && !pool.Has(record.Suite)))
            {
                continue;
            }

            var at = begun.FindIndex(batch => batch.Record.IsOfSameJob(record));
            switch (record.Kind)
            {
                case JobRecordKind.Started when at >= 0:
                    begun[at] = begun[at] with { Record = record };
                    break;
                case JobRecordKind.Starting when unstarted.Exists(later => later.IsOfSameJob(record)):
                    break;
                case JobRecordKind.Starting or JobRecordKind.Started when record.Units.Count > 0 && pool.Run.Folder!.ReadManifest(record.Manifest) is { } manifest:
                    var units = record.Units.Select(unit => pool.Dispatcher.Restore(new PoolHost(host.Host, new HostFacts()), record.Suite, unit.Name, unit.Number)).OfType<UnitAttempt>().ToList();
                    if (units.Count > 0)
                    {
                        begun.Add(new BegunBatch(host, record, manifest, units));
                    }

                    break;
                case JobRecordKind.Ended when at >= 0:
                    begun[at] = begun[at] with { Ended = record };
                    break;
                case JobRecordKind.Collected when at >= 0:
                    pool.Ledger.Worked(begun[at].Record.Time, begun[at].Ended?.Time ?? record.Time);
                    pool.Ended(host, begun[at].Judge(pool.SuiteOf(record.Suite), pool.Run.Folder!, record));
                    begun.RemoveAt(at);
                    break;
                case JobRecordKind.Lost:
                    pool.Dispatcher.Leave(new PoolHost(host.Host, new HostFacts()), isLoss: record.Attempt > 0);
                    begun.RemoveAll(batch => batch.Record.Host == record.Host);
                    break;
            }
        }

        return begun.ToLookup(batch => batch.Record.Host, StringComparer.Ordinal);
    }
}
