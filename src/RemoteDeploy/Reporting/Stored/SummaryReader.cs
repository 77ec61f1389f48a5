using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Pool;
using RemoteDeploy.Probing;
using RemoteDeploy.Results.Differences;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Reporting.Stored;

/// <summary>A report as <c>summary.json</c> tells it, without single tests.</summary>
internal static class SummaryReader
{
    /// <summary>The report.</summary>
    public static RunReport Read(StoredSummary summary, string folder) => new()
    {
        RunId = summary.RunId ?? Path.GetFileName(folder),
        Verb = summary.Verb ?? "",
        App = summary.App,
        Manifest = summary.Manifest,
        RunFolder = folder,
        Started = summary.Started.Year < DateTime.MaxValue.Year ? summary.Started : default,
        Duration = Seconds(summary.DurationSeconds),
        Cancelled = summary.Cancelled,
        Faults = Faults(summary.Faults),
        Hosts = [.. Each(summary.Hosts).Select(Host)],
        Pool = summary.Pool is { } pool ? Pool(pool) : null,
        Differences = [.. Each(summary.Differences).Select(Difference)],
    };

    private static HostReport Host(StoredHost host) => new()
    {
        Host = new Host { Name = host.Host ?? "", Address = host.Host ?? "" },
        Outcome = Enum<HostOutcome>(host.Outcome),
        Phase = Enum<Phase>(host.Phase),
        Release = host.Release,
        PreviousRelease = host.PreviousRelease,
        Manifest = host.Manifest,
        Files = host.Files,
        Bytes = host.Bytes,
        FilesSent = host.FilesSent,
        BytesSent = host.BytesSent,
        BytesOnWire = host.BytesOnWire,
        BytesRelayed = host.BytesRelayed,
        FilesReused = host.FilesReused,
        Verified = host.Verified is null ? null : Enum<VerifiedHow>(host.Verified),
        FilesRecorded = host.FilesRecorded,
        Faults = Faults(host.Faults),
        Notes = [.. Each(host.Notes)],
        Tries = host.Tries,
        LeftBehind = [.. Each(host.LeftBehind)],
        Suites = [.. Each(host.Suites).Select(Suite)],
        Facts = host.Facts is { } facts ? Facts(facts) : null,
    };

    private static HostFacts Facts(StoredFacts facts) => new()
    {
        Os = facts.Os ?? "",
        OsVersion = facts.OsVersion ?? "",
        Kernel = facts.Kernel ?? "",
        Libc = facts.Libc ?? "",
        Architecture = facts.Architecture ?? "",
        Rid = facts.Rid ?? "",
        Processors = facts.Processors ?? 0,
        MemoryBytes = facts.MemoryBytes ?? -1,
        Runtimes = [.. Each(facts.Runtimes)],
        Tools = [.. Each(facts.Tools)],
    };

    private static SuiteReport Suite(StoredSuite suite) => new()
    {
        Suite = suite.Suite ?? "",
        Mode = Enum<SuiteMode>(suite.Mode),
        Release = suite.Release,
        Manifest = suite.Manifest,
        ExitCode = suite.ExitCode,
        Started = suite.Started,
        Duration = Seconds(suite.Seconds),
        FlakyUnits = [.. Each(suite.FlakyUnits)],
        Units = [.. Each(suite.Units).Select(Unit)],
        Faults = Faults(suite.Faults),
        OutputTail = suite.OutputTail ?? "",
        Replay = suite.Replay,
    };

    private static UnitReport Unit(StoredUnit unit) => new(unit.Unit, unit.Number)
    {
        Started = unit.Started,
        Duration = Seconds(unit.Seconds),
        Job = unit.Job ?? "",
        IsFinal = unit.Final,
        ExitCode = unit.ExitCode,
        Faults = [.. Each(unit.Codes).Select(code => new Fault(Code(code), ""))],
    };

    private static PoolReport Pool(StoredPool pool) => new(new PoolSummary(Seconds(pool.MakespanSeconds), Seconds(pool.WorkSeconds), Seconds(pool.LongestSeconds), pool.Hosts))
    {
        Suites = [.. Each(pool.Suites)],
        Units = pool.Units,
        Batches = pool.Batches,
        Reruns = pool.Reruns,
        NotRun = [.. Each(pool.NotRun)],
        LostHosts = [.. Each(pool.LostHosts)],
        RetiredHosts = [.. Each(pool.RetiredHosts)],
        SparesUsed = [.. Each(pool.SparesUsed)],
    };

    // A fault whose code a later version has made is still a fault.
    private static FaultCode Code(string? text) => FaultCode.TryParse(text, out var code) ? code : FaultCatalog.Bug;

    private static IReadOnlyList<Fault> Faults(StoredFault[]? faults) =>
    [
        .. Each(faults).Select(fault => new Fault(Code(fault.Code), fault.Message ?? "")
        {
            Host = fault.Host,
            Phase = fault.Phase is null ? null : Enum<Phase>(fault.Phase),
            Test = fault.Test,
            Path = fault.Path,
            Expected = fault.Expected,
            Found = fault.Found,
            Try = fault.Try,
            Location = fault.File is null ? null : new SourceLocation(fault.File, fault.Line ?? 0, fault.Column ?? 0),
        }),
    ];

    private static TestDifference Difference(StoredDifference one)
    {
        var difference = new HostDifference(Enum<DifferenceKind>(one.Kind), Conditions(one.Conditions))
        {
            Others = [.. Each(one.Others).Select(Conditions)],
            Failing = one.Failing,
            Passing = one.Passing,
        };
        return new TestDifference(one.Suite ?? "", one.Test, difference)
        {
            Manifest = one.Manifest ?? "",
            FailingHost = one.FailingHost ?? "",
            PassingHost = one.PassingHost ?? "",
            Output = [.. Each(one.Output)],
        };
    }

    private static IReadOnlyList<FactCondition> Conditions(StoredCondition[]? conditions) =>
        [.. Each(conditions).Select(one => new FactCondition(one.Fact ?? "", Enum<FactRelation>(one.Relation), one.Value ?? ""))];

    // The folder may have come from anywhere: lists may be missing, and have holes.
    private static IEnumerable<T> Each<T>(IEnumerable<T?>? list)
        where T : class => (list ?? []).OfType<T>();

    private static T Enum<T>(string? word)
        where T : struct, Enum => System.Enum.TryParse<T>(word, ignoreCase: true, out var value) && System.Enum.IsDefined(value) ? value : default;

    private static TimeSpan Seconds(double seconds) => seconds is >= 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
}
