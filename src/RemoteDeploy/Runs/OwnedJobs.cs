using System.Globalization;
using RemoteDeploy.Jobs;

namespace RemoteDeploy.Runs;

/// <summary>The jobs of a run on one host: which of them go once the report is written, and which stay.</summary>
/// <param name="host">The host.</param>
internal sealed class OwnedJobs(HostRun host)
{
    private readonly List<string> folders = [];

    /// <summary>A job was started here, or found; its folder goes once the report of the run is written.</summary>
    public void Add(string folder)
    {
        lock (folders)
        {
            folders.Add(folder);
        }
    }

    /// <summary>A job may still run here, out of reach: its folder stays.</summary>
    public void Leave(string folder) => Keep(folder, $"the job in {folder}, which may still run until 'remotedeploy stop' ends it");

    /// <summary>Not everything of a job could be brought here: its folder stays.</summary>
    public void KeepUnfetched(string folder, string run) =>
        Keep(folder, $"the job folder {folder}, from which not everything could be fetched, for a week: 'remotedeploy logs {run}' shows its output");

    /// <summary>Everything of the host's jobs is here: lets the host remove them. What cannot be said now is said by the next run that takes the host's lock.</summary>
    /// <returns>What stays there of them, beside what was known before.</returns>
    public async Task<IReadOnlyList<string>> ForgetAsync(CancellationToken cancellationToken)
    {
        // The last first: an earlier one may hold the folder that later ones ran in.
        var hostJobs = new HostJobs(host.Session, "");
        var stays = new List<string>();
        for (var at = folders.Count - 1; at >= 0; at--)
        {
            try
            {
                if (!(await hostJobs.CollectedAsync(folders[at], cancellationToken)).TryGet(out var words, out _))
                {
                    return [.. stays, Kept(at)];
                }

                if (words.Length > 0)
                {
                    stays.Add(Stuck(folders[at], words));
                }
            }
            catch (OperationCanceledException)
            {
                // Nobody waits longer.
                return [.. stays, Kept(at)];
            }
        }

        return stays;

        string Kept(int last) => $"the job folder {folders[last]}{(last == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {last} more"))}, until the next run takes the host's lock";
    }

    /// <summary>What the jobs wrote could not be kept here: lets the host keep it.</summary>
    /// <returns>That it stays there.</returns>
    public IReadOnlyList<string> KeepAll(string run)
    {
        lock (folders)
        {
            return [.. folders.Select(folder => $"the job folder {folder}, with what could not be written here: once it can, 'remotedeploy attach {run}' fetches it")];
        }
    }

    /// <summary>How it is told that a host cannot remove a job's folder.</summary>
    public static string Stuck(string folder, string words) => $"the job folder {folder}, which the host cannot remove: {words}";

    private void Keep(string folder, string what)
    {
        lock (folders)
        {
            folders.RemoveAll(one => JobId.IsSame(one, folder));
        }

        host.LeavesBehind(what);
    }
}
