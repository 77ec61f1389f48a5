namespace RemoteDeploy.FaultLab;

/// <summary>What became of one case with one verb.</summary>
/// <param name="Case">The id of the case and the verb.</param>
/// <param name="Name">What happened.</param>
internal sealed record Verdict(string Case, string Name)
{
    /// <summary>Why it was not tried; null when it was.</summary>
    public string? Skipped { get; init; }

    /// <summary>What is not as it must be; nothing when all is.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    public int? Exit { get; init; }

    /// <summary>Seconds of the tool.</summary>
    public double Seconds { get; init; }

    /// <summary>Seconds from the fault to the line that names the host; null when there was none.</summary>
    public double? Notice { get; init; }

    /// <summary>Seconds that are promised for it; null when nothing is.</summary>
    public double? NoticeWithin { get; init; }

    /// <summary>No line named the host, or too late.</summary>
    public bool NoticedLate { get; init; }

    /// <summary>Still at work at the cap.</summary>
    public bool Hung { get; init; }

    /// <summary>Exit code 0, and yet a host that was asked for does not have it.</summary>
    public bool SilentSuccess { get; init; }

    /// <summary>Another exit code than 0, although every host has it and the fault is harmless.</summary>
    public bool FalseAlarm { get; init; }

    /// <summary>Final names that were seen half written.</summary>
    public int Torn { get; init; }

    /// <summary>What was left behind.</summary>
    public IReadOnlyList<string> Leftovers { get; init; } = [];

    /// <summary>Host, stage or cause are named wrongly.</summary>
    public bool WronglyBlamed { get; init; }

    /// <summary>Connections that are kept for the next run.</summary>
    public int KeptConnections { get; init; }

    /// <summary>Where our promise is another one than the table's.</summary>
    public string? Disagrees { get; init; }

    /// <summary>What the tool printed; kept for cases that failed.</summary>
    public string? Output { get; init; }

    public bool Passed => Skipped is null && Problems.Count == 0;
}
