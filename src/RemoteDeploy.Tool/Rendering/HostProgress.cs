using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>Where one host is.</summary>
/// <param name="Name">The host's name, safe to print.</param>
internal sealed record HostProgress(string Name)
{
    /// <summary>The stage it is in.</summary>
    public Phase Phase { get; init; } = Phase.Waiting;

    /// <summary>A few words about the stage, such as the suite's name.</summary>
    public string? Detail { get; init; }

    /// <summary>Bytes moved in this stage.</summary>
    public long BytesDone { get; init; }

    /// <summary>Bytes to move in this stage; 0 where nothing is moved.</summary>
    public long BytesTotal { get; init; }

    /// <summary>When work on it began; null while it waits.</summary>
    public DateTimeOffset? Began { get; init; }

    /// <summary>True once it has come back for more: a host of a pool waits for units again and again.</summary>
    public bool InPool { get; init; }

    /// <summary>Code and words of its first fault; null while it has none.</summary>
    public string? Fault { get; init; }

    /// <summary>Its report, once it is done.</summary>
    public HostReport? Report { get; init; }

    /// <summary>True while work on it is under way.</summary>
    public bool Active => Report is null && Phase != Phase.Waiting;

    /// <summary>True when something is wrong with it.</summary>
    public bool Failed => Fault is not null;
}
