namespace RemoteDeploy.FaultLab.Scoring;

/// <summary>How one peer came through one fault.</summary>
/// <param name="Peer">Its name.</param>
/// <param name="Fault">Number and words.</param>
internal sealed record Score(string Peer, string Fault)
{
    /// <summary>Why it was not tried; null when it was.</summary>
    public string? NotTried { get; init; }

    /// <summary>Null when it was still at work at the cap.</summary>
    public int? Exit { get; init; }

    public double Seconds { get; init; }

    public bool Hung { get; init; }

    /// <summary>Exit code 0, and yet a host does not have what was asked for.</summary>
    public bool SilentSuccess { get; init; }

    /// <summary>Another exit code, although every host has it.</summary>
    public bool FalseAlarm { get; init; }

    /// <summary>Well hosts that do not have it because of another one, or have it much later.</summary>
    public int Starved { get; init; }

    /// <summary>Processes, keys, temporary files, 5 s after the end.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];

    /// <summary>Connections that are kept for later runs.</summary>
    public int Kept { get; init; }

    /// <summary>Bytes of the last good file that are nowhere any more, where the new one did not arrive.</summary>
    public long BytesLost { get; init; }

    /// <summary>Final names that were seen with neither the old bytes nor the new ones.</summary>
    public int Torn { get; init; }

    /// <summary>What the time until the victim is named counts for; null for faults without a bound.</summary>
    public string? NoticeOf { get; init; }

    /// <summary>Seconds from the fault to the line that names the victim; null when there was none.</summary>
    public double? Notice { get; init; }

    public bool TooLate { get; init; }

    /// <summary>Host and cause are named; null where there is nothing to blame.</summary>
    public bool? BlameRight { get; init; }

    /// <summary>Escape sequences or commands of a host stand raw in the output.</summary>
    public bool EscapesPassed { get; init; }

    /// <summary>What it printed.</summary>
    public string? Output { get; init; }

    /// <summary>Truthful, in time, and all that is right stayed right. What is torn for a moment only is a figure of its own: one look may miss it.</summary>
    public bool Survived => NotTried is null && !Hung && !SilentSuccess && !FalseAlarm && Starved == 0 && Left.Count == 0 && BytesLost == 0 && !TooLate && BlameRight != false && !EscapesPassed;
}
