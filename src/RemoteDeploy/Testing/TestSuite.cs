using RemoteDeploy.Faults;

namespace RemoteDeploy.Testing;

/// <summary>A set of tests to run on hosts: an xunit.v3 program of the payload, or any command.</summary>
public sealed record TestSuite
{
    /// <summary>Name, unique in a run; part of result file names.</summary>
    public required string Name { get; init; }

    /// <summary>The test assembly in the payload, such as <c>HelloFleet.Tests.dll</c>, for an xunit.v3 program; null for a command.</summary>
    public string? TestAssembly { get; init; }

    /// <summary>The program, looked up in the payload when it has a slash, else on the host's PATH; null for a test assembly.</summary>
    public string? Command { get; init; }

    /// <summary>Arguments, each passed as it is.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Glob of the result files (TRX, JUnit, xUnit XML, CTRF or TAP, told apart by content), relative to the suite's working folder; null lets the exit status alone decide (commands only).</summary>
    public string? Results { get; init; }

    /// <summary>Deadline on each host; 10 minutes unless told.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Extra environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Selector of the hosts it runs on; null for all of the run.</summary>
    public string? On { get; init; }

    /// <summary>Where the suite is written down.</summary>
    public SourceLocation? Location { get; init; }
}
