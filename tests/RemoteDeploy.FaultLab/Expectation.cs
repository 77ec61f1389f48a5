namespace RemoteDeploy.FaultLab;

/// <summary>What must be true when the tool has ended. Words are those of its JSON document.</summary>
internal sealed record Expectation
{
    /// <summary>Seconds for what needs no waiting. As all limits, it is longer on a machine that is busy: see <see cref="Observing.Slack"/>.</summary>
    public const double AtOnce = 1;

    /// <summary>Seconds until a host without an answer is given up: the connect timeout, and one in which the tool itself starts.</summary>
    public const double NoAnswer = 11;

    /// <summary>Seconds until a connection that was cut or that stands still is given up: the stall timeout.</summary>
    public const double Stalled = 20;

    /// <summary>As <see cref="Stalled"/>, for what is so before the tool starts.</summary>
    public const double StalledFromStart = Stalled + 1;

    /// <summary>Exit codes of which it must be one.</summary>
    public IReadOnlyList<int> Exits { get; init; } = [0];

    /// <summary>Outcomes of the victim of which it must be one; none for those of a success.</summary>
    public IReadOnlyList<string> Victim { get; init; } = [];

    /// <summary>Codes that the victim's faults (or, without hosts, the run's) must be among; one at least when there are any.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>Stages that may be blamed; none for any.</summary>
    public IReadOnlyList<string> Phases { get; init; } = [];

    /// <summary>True when the victim must have what was asked for; null when either is right, as long as it is one of both.</summary>
    public bool? VictimDone { get; init; } = true;

    /// <summary>Outcomes of the other hosts of which it must be one; none for those of a success.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>As <see cref="VictimDone"/>, for the other hosts.</summary>
    public bool? OthersDone { get; init; } = true;

    /// <summary>Seconds from the fault to the line that names the host; null when there need be none.</summary>
    public double? Notice { get; init; }

    /// <summary>Words that the output must have, such as a path or a fingerprint.</summary>
    public IReadOnlyList<string> Says { get; init; } = [];

    /// <summary>True when the tool is killed: it has no report, and hosts are given a minute to clean up.</summary>
    public bool Killed { get; init; }

    /// <summary>True when every host is struck.</summary>
    public bool AllAreVictims { get; init; }

    /// <summary>True when the victim has to be clean although the fault is still there.</summary>
    public bool CleansWhileStruck { get; init; } = true;

    /// <summary>True when hosts may be neither as before nor as asked for, because the fault itself changed them.</summary>
    public bool MayBeChanged { get; init; }

    /// <summary>What else must be true: returns what is not.</summary>
    public Func<Scene, IEnumerable<string>>? Also { get; init; }

    /// <summary>The fault does no harm.</summary>
    public static Expectation Unharmed { get; } = new();

    /// <summary>The victim is not reached, which is told within some seconds; the others succeed.</summary>
    public static Expectation Unreached(double notice, params string[] codes) =>
        new() { Exits = [21], Victim = ["unreachable"], Codes = codes, Phases = ["connect"], VictimDone = false, Notice = notice };

    /// <summary>The victim is lost on the way, which is told within some seconds; the others succeed.</summary>
    public static Expectation Lost(double notice, params string[] codes) =>
        new() { Exits = [21], Victim = ["unreachable", "timedOut"], Codes = codes, VictimDone = false, Notice = notice, CleansWhileStruck = false };

    /// <summary>The victim cannot take what it gets; the others succeed.</summary>
    public static Expectation Unfit(params string[] codes) =>
        new() { Exits = [21], Victim = ["failed"], Codes = codes, VictimDone = false };

    /// <summary>The request is refused before any host is contacted.</summary>
    public static Expectation Refused(params string[] codes) =>
        new() { Exits = [64], Victim = ["notRun"], Others = ["notRun"], Codes = codes, VictimDone = false, OthersDone = false };
}
