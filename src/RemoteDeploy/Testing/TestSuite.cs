using RemoteDeploy.Faults;
using RemoteDeploy.Pool;

namespace RemoteDeploy.Testing;

/// <summary>A set of tests to run on hosts: an xunit.v3 program of the payload, or any command.</summary>
public sealed record TestSuite
{
    /// <summary>Name, unique in a run; part of result file names.</summary>
    public required string Name { get; init; }

    /// <summary>The test assembly in the payload, such as <c>HelloFleet.Tests.dll</c>, for an xunit.v3 program; null for a command.</summary>
    public string? TestAssembly { get; init; }

    /// <summary>The program, looked up in the payload when it has a slash, else on the host's PATH; null for a test assembly, and where units are whole commands.</summary>
    public string? Command { get; init; }

    /// <summary>Arguments, each passed as it is.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Glob of the result files (TRX, JUnit, xUnit XML, CTRF or TAP, told apart by content), relative to the suite's working folder; null lets the exit status alone decide (commands only).</summary>
    public string? Results { get; init; }

    /// <summary>Which hosts run what of it; all of it on each unless told.</summary>
    public SuiteMode Mode { get; init; }

    /// <summary>For <see cref="SuiteMode.Pool"/>: the pieces that hosts pull; classes unless told. A command without units of its own is one piece.</summary>
    public UnitSize Unit { get; init; } = UnitSize.Class;

    /// <summary>
    /// Units that are written down; empty when they are asked for. Their arguments follow those of <see cref="Command"/>, or are the whole
    /// command where the suite has none.
    /// </summary>
    public IReadOnlyList<TestUnit> Units { get; init; } = [];

    /// <summary>A program and its arguments, run once in the release's folder on the first host that is ready, that prints a unit on each line; empty for none.</summary>
    public IReadOnlyList<string> UnitsFrom { get; init; } = [];

    /// <summary>How often a unit, or the suite where each host runs all of it, is run again after it failed; 0 unless told.</summary>
    public int Retries { get; init; }

    /// <summary>What a host must be or have to run any of it; all must hold.</summary>
    public IReadOnlyList<UnitRequirement> Requires { get; init; } = [];

    /// <summary>Selector of hosts that are held back until a host of the pool is lost or retired; null for none.</summary>
    public string? Spares { get; init; }

    /// <summary>Program and arguments run on each host in the suite's folder before its first test there; empty for none. A host on which it fails runs nothing.</summary>
    public IReadOnlyList<string> SetUp { get; init; } = [];

    /// <summary>Program and arguments run on each host in the suite's folder after its last test there, also when tests failed; empty for none.</summary>
    public IReadOnlyList<string> TearDown { get; init; } = [];

    /// <summary>Globs of files to bring here beside results (logs, dumps, coverage), relative to the suite's working folder.</summary>
    public IReadOnlyList<string> Artifacts { get; init; } = [];

    /// <summary>Most bytes of artifacts that are brought from each host; 256 MiB unless told. What is beyond is left there and named.</summary>
    public long ArtifactsCap { get; init; } = 256L << 20;

    /// <summary>Deadline of the suite on each host, or of a unit with a program of its own; 10 minutes unless told.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Extra environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Selector of the hosts it runs on; null for all of the run.</summary>
    public string? On { get; init; }

    /// <summary>Where the suite is written down.</summary>
    public SourceLocation? Location { get; init; }
}
