using System.Globalization;
using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results;
using RemoteDeploy.Runs;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Testing;

/// <summary>
/// The folders that the units of shared suites run in on one host: a proven copy for each suite, in which its units follow each other.
/// When one of them has written to what was shipped, the next one gets a fresh copy.
/// </summary>
/// <param name="fleet">The run.</param>
/// <param name="host">The host.</param>
/// <param name="tool">What computes digests there.</param>
/// <param name="jobs">Its jobs.</param>
/// <param name="used">Jobs that an earlier process of the run has started here, so that no name is used twice.</param>
internal sealed class SuiteGrounds(FleetRun fleet, HostRun host, string tool, SuiteJobs jobs, int used = 0)
{
    private readonly List<Prepared> replaced = [];
    private readonly Dictionary<string, Prepared> inherited = new(StringComparer.Ordinal);
    private int copies = used;
    private readonly Dictionary<string, Prepared> prepared = new(StringComparer.Ordinal);

    /// <summary>Suites that have been prepared here, with every folder that they had.</summary>
    public IEnumerable<(TestSuite Suite, SuiteGround Ground)> All => replaced.Concat(inherited.Values).Concat(prepared.Values).Where(one => one.IsUsed).Select(one => (one.Suite, one.Ground));

    /// <summary>A folder that an earlier process of the run had prepared: no job is run in it any more, but it is torn down, and what lies in it is brought.</summary>
    public void Inherit(TestSuite suite, SuiteGround ground) => inherited[suite.Name] = new Prepared(suite, ground, ++copies) { IsUsed = true };

    /// <summary>A folder with proven bytes, after the suite's set-up.</summary>
    /// <returns>The folder, and the release whose lock is held.</returns>
    public async Task<Attempt<(SuiteGround Ground, ActivatedRelease Release)>> PrepareAsync(TestSuite suite, ActivatedRelease release, CancellationToken cancellationToken)
    {
        if (!(await HostSteps.HoldAsync(fleet, host, release, cancellationToken)).TryGet(out var held, out var faults))
        {
            return Attempt<(SuiteGround, ActivatedRelease)>.Failed(faults);
        }

        if (prepared.TryGetValue(suite.Name, out var there) && await IsAsProvenAsync(there, cancellationToken))
        {
            return (there.Ground, held);
        }

        host.Enter(Phase.Verify, suite.Name);
        var number = ++copies;
        if (!(await ProvenRelease.ProveAsync(host, held, FileNames.Safe(SuitePart.Whole(suite, number).Name), tool, cancellationToken)).TryGet(out var proof, out faults))
        {
            return Attempt<(SuiteGround, ActivatedRelease)>.Failed(faults);
        }

        var fresh = new Prepared(suite, new SuiteGround(proof.WorkFolder, held.Receipt.Release, held.Manifest), number) { Listing = proof.Listing };
        if (suite.SetUp.Count > 0 && !(await SetUpAsync(fresh, held, cancellationToken)).TryGet(out fresh, out faults))
        {
            return Attempt<(SuiteGround, ActivatedRelease)>.Failed(faults);
        }

        if (there is not null)
        {
            replaced.Add(there);
        }

        prepared[suite.Name] = fresh!;
        return (fresh!.Ground, held);
    }

    /// <summary>A job has taken the folder over, or was run in it.</summary>
    /// <param name="suite">Name of the suite.</param>
    /// <param name="ground">Where the next job is to run.</param>
    /// <param name="results">Result files in it that were brought here and must not be taken for another unit's.</param>
    public void Used(string suite, SuiteGround ground, IEnumerable<string> results)
    {
        if (!prepared.TryGetValue(suite, out var one))
        {
            // A folder of an earlier process of the run: the next job gets a fresh copy.
            return;
        }

        prepared[suite] = one with { Ground = ground, IsUsed = true, Old = [.. one.Old, .. results] };
    }

    /// <summary>The folder went with the lock, or an earlier process of the run had it.</summary>
    public void Forget(string suite) => prepared.Remove(suite);

    /// <summary>Runs the tear-down of a suite.</summary>
    /// <returns>RD3001 and the like when it fails.</returns>
    public async Task<IReadOnlyList<Fault>> TearDownAsync(TestSuite suite, ActivatedRelease release, CancellationToken cancellationToken)
    {
        if (suite.TearDown.Count == 0 || (prepared.GetValueOrDefault(suite.Name) ?? inherited.GetValueOrDefault(suite.Name)) is not { } there)
        {
            return [];
        }

        return (await HostSteps.HoldAsync(fleet, host, release, cancellationToken)).TryGet(out var held, out var faults)
            ? (await StepAsync(there, "tear-down", suite.TearDown, held, cancellationToken)).Faults
            : faults;
    }

    private async Task<Attempt<Prepared>> SetUpAsync(Prepared fresh, ActivatedRelease release, CancellationToken cancellationToken)
    {
        host.Enter(Phase.Run, $"{fresh.Suite.Name} set-up");
        var done = await StepAsync(fresh, "set-up", fresh.Suite.SetUp, release, cancellationToken);
        if (!done.TryGet(out var ground, out var faults))
        {
            return Attempt<Prepared>.Failed(faults);
        }

        // What it makes or changes belongs to the suite: the bytes were proven before.
        var listed = await Auditor.TreeAsync(host.Session, ground.WorkFolder, "none", cancellationToken);
        return listed.TryGet(out var listing, out faults) ? fresh with { Ground = ground, Listing = listing } : Attempt<Prepared>.Failed(faults);
    }

    private async Task<Attempt<SuiteGround>> StepAsync(Prepared on, string what, IReadOnlyList<string> words, ActivatedRelease release, CancellationToken cancellationToken)
    {
        var part = new SuitePart(on.Suite, $"{on.Suite.Name}~{what}~{on.Number}");
        var ran = await jobs.RunAsync(part, new SuiteCommand(words[0], words, [], null), (on.Ground, release), cancellationToken);
        if (!ran.TryGet(out var done, out var faults))
        {
            return Attempt<SuiteGround>.Failed(faults);
        }

        return done.Job.Status == 0
            ? done.Ground
            : new Fault(FaultCatalog.CommandFailed, $"The {what} of suite '{SafeText.Line(on.Suite.Name)}' failed")
            {
                Expected = "exit status 0",
                Found = SafeText.Line($"{HowItEnded(done.Job)}: {string.Join(" | ", SafeText.Lines(done.Text, 3))}", 400),
                Try = "Run it on the host by hand, in the folder of the release",
            };
    }

    private static string HowItEnded(SuiteJob job) => job switch
    {
        { Status: { } status } => string.Create(CultureInfo.InvariantCulture, $"exit status {status}"),
        { End.Cause: JobCause.TimedOut } => string.Create(CultureInfo.InvariantCulture, $"not over after {job.Timeout.TotalSeconds:0.#} s, and stopped"),
        _ => job.End?.Cause.ToString() ?? "no end",
    };

    private async Task<bool> IsAsProvenAsync(Prepared there, CancellationToken cancellationToken)
    {
        if (!there.IsUsed)
        {
            return true;
        }

        if (!(await Auditor.TreeAsync(host.Session, there.Ground.WorkFolder, "none", cancellationToken)).TryGet(out var now, out _))
        {
            return false;
        }

        var changed = there.Ground.Manifest.Files.Where(entry => there.Listing is not null && !Equals(Look(there.Listing, entry.Path), Look(now, entry.Path))).ToList();
        if (changed.Count > 0)
        {
            host.Note($"suite '{SafeText.Line(there.Suite.Name)}' changed {changed.Count} files of the release in its folder ({SafeText.Line(changed[0].Path, 100)}): its next tests here get a fresh copy");
            return false;
        }

        return there.Old.Count == 0 || (await OldResults.DiscardAsync(host.Session, there.Ground.WorkFolder, there.Old, cancellationToken)).Succeeded;
    }

    private static (long, long, int)? Look(AuditListing listing, string path) =>
        listing.Files.TryGetValue(path, out var file) ? (file.Size, file.Modified, file.Mode) : null;

    private sealed record Prepared(TestSuite Suite, SuiteGround Ground, int Number)
    {
        public AuditListing? Listing { get; init; }

        public bool IsUsed { get; init; }

        public IReadOnlyList<string> Old { get; init; } = [];
    }
}
