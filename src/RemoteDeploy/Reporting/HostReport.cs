using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Probing;

namespace RemoteDeploy.Reporting;

/// <summary>What a run did on one host. Sections that a verb does not have are null or zero.</summary>
public sealed record HostReport
{
    /// <summary>The host.</summary>
    public required Host Host { get; init; }

    /// <summary>How it ended.</summary>
    public HostOutcome Outcome { get; init; }

    /// <summary>The last stage that was entered.</summary>
    public Phase Phase { get; init; }

    /// <summary>Release folder name on the host; null where none was made or looked at.</summary>
    public string? Release { get; init; }

    /// <summary>Release that was active before; null when there was none.</summary>
    public string? PreviousRelease { get; init; }

    /// <summary>Manifest digest (SHA-256, hexadecimal) of <see cref="Release"/>.</summary>
    public string? Manifest { get; init; }

    /// <summary>Files of the release, or files that a put, get or verify looked at.</summary>
    public int Files { get; init; }

    /// <summary>Bytes of those files.</summary>
    public long Bytes { get; init; }

    /// <summary>Files whose content went over the wire, re-sent ones counted once.</summary>
    public int FilesSent { get; init; }

    /// <summary>Bytes of file content that went over the wire, before any compression.</summary>
    public long BytesSent { get; init; }

    /// <summary>
    /// Bytes of streams of files that this machine sent to the host, compressed as they went; what ssh adds is not counted. Zero when
    /// all of it came by way of other hosts. Counts what a transfer that broke off had sent, and what was sent twice.
    /// </summary>
    public long BytesOnWire { get; init; }

    /// <summary>Bytes of such streams that other hosts passed on to the host. For a stream that broke off on the way, what the host last said.</summary>
    public long BytesRelayed { get; init; }

    /// <summary>Files taken from a release the host already had.</summary>
    public int FilesReused { get; init; }

    /// <summary>How the release was verified; null where none was.</summary>
    public VerifiedHow? Verified { get; init; }

    /// <summary>Files that were verified by an earlier run and not written since, so that they were not read again.</summary>
    public int FilesRecorded { get; init; }

    /// <summary>Expected failures, in the order in which they came.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Things worth knowing that are not failures, safe to print.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Tries in a row to reach the host that came to nothing; 0 when the last one did not.</summary>
    public int Tries { get; init; }

    /// <summary>What the run could not take back on the host, safe to print, and how long it stays; nothing when the host is as clean as before.</summary>
    public IReadOnlyList<string> LeftBehind { get; init; } = [];

    /// <summary>What the probe found; null when the host was not probed.</summary>
    public HostFacts? Facts { get; init; }

    /// <summary>Seconds in each stage, in order.</summary>
    public IReadOnlyList<PhaseTiming> Timings { get; init; } = [];

    /// <summary>Suites that ran on the host.</summary>
    public IReadOnlyList<Testing.SuiteReport> Suites { get; init; } = [];

    /// <summary>Jobs that the host has; only for <c>ps</c>.</summary>
    public IReadOnlyList<Jobs.JobListing> Jobs { get; init; } = [];

    /// <summary>The command of <c>exec</c>; null for other verbs.</summary>
    public CommandReport? Command { get; init; }
}
