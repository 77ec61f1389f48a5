namespace RemoteDeploy.FaultLab.Scoring;

/// <summary>A fault that all peers are put to.</summary>
/// <param name="Case">How it is injected. Of the expectation only what is said here is used.</param>
/// <param name="Name">A few words for the head of a table.</param>
internal sealed record ScoredFault(FaultCase Case, string Name)
{
    /// <summary>The same for what keeps files elsewhere before they become active.</summary>
    public FaultCase? ForDeploy { get; init; }

    /// <summary>Words of which one must stand near the victim's name for the blame to be right; none where nobody is to blame.</summary>
    public string? Causes { get; init; }

    /// <summary>Seconds within which the victim has to be named, and what of: refused, hole, cut, stall.</summary>
    public (string Kind, double Bound)? Notice { get; init; }

    /// <summary>True when the fault strikes no host, so that whoever notices need not name one.</summary>
    public bool IsOurOwn { get; init; }

    /// <summary>True when the fault itself damages what is there before.</summary>
    public bool Damages { get; init; }

    /// <summary>True when two are started, and at most one of them can be right.</summary>
    public bool IsRace { get; init; }

    public string Id => Case.Id;
}
