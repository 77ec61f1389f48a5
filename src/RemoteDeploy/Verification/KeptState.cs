namespace RemoteDeploy.Verification;

/// <summary>What <see cref="KeptRelease"/> found a release to be that a host keeps.</summary>
internal sealed record KeptState
{
    private KeptState(bool holds, bool isRecorded)
    {
        Holds = holds;
        IsRecorded = isRecorded;
    }

    /// <summary>True when the host has exactly the manifest, and keeps it beside the release.</summary>
    public bool Holds { get; }

    /// <summary>True when that is known because nothing was written since an earlier run read every byte; this run read none.</summary>
    public bool IsRecorded { get; }

    /// <summary>Paths that are wrong there.</summary>
    public IReadOnlyList<string> Damaged { get; private init; } = [];

    /// <summary>What is wrong, for people; null when it holds.</summary>
    public string? Remark { get; private init; }

    /// <summary>Untouched since it was verified.</summary>
    public static KeptState Recorded() => new(holds: true, isRecorded: true);

    /// <summary>What the host recomputed, compared.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="isSealed">Whether the manifest beside the release is the right one.</param>
    /// <param name="name">Name of the release.</param>
    public static KeptState Of(ReleaseComparison comparison, bool isSealed, string name) => (comparison.Holds, isSealed) switch
    {
        (true, true) => new(holds: true, isRecorded: false),
        (true, false) => new(holds: false, isRecorded: false) { Remark = $"the manifest of release {name} is damaged on the host; the release is made anew" },
        _ => new(holds: false, isRecorded: false)
        {
            Damaged = [.. comparison.Resend.Select(entry => entry.Path)],
            Remark = $"release {name} is damaged on the host ({comparison.Faults[0].Message}: {comparison.Faults[0].Path}{More(comparison.Faults.Count)}); it is made anew",
        },
    };

    private static string More(int count) => count > 1 ? $" and {count - 1} more" : "";
}
