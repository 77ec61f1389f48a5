namespace RemoteDeploy.FaultLab.Scoring;

/// <summary>Something that is taken from our tool: in a copy of its sources, which is built for this check alone.</summary>
/// <param name="Name">What is taken.</param>
/// <param name="Edits">File below src/, a text that must stand in it exactly once, and what takes its place.</param>
/// <param name="Faults">Cases of the fault table, with verbs, of which the tool passes all and its weaker copy must not.</param>
internal sealed record Mutation(string Name, IReadOnlyList<(string File, string Old, string New)> Edits, IReadOnlyList<string> Faults)
{
    public static IReadOnlyList<Mutation> All { get; } =
    [
        new(
            "verification",
            [("RemoteDeploy/Verification/Verifier.cs", "comparison = ReleaseComparison.Of(staged.Payload.Manifest, listing, staged.KnownCopies);", "comparison = new ReleaseComparison([], []);")],
            ["33/deploy", "35/deploy"]),
        new(
            "deadlines",
            [
                ("RemoteDeploy/Remoting/Watchdog.cs", "timer = time.CreateTimer(_ => Check(), null, Interval, Interval);", "timer = time.CreateTimer(_ => Check(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);"),
                ("RemoteDeploy/Remoting/Ssh/SshTransport.cs", "\"ServerAliveCountMax=3\"", "\"ServerAliveCountMax=300\""),
            ],
            ["11/deploy"]),
        new(
            "lock",
            [
                ("RemoteDeploy/Remoting/Scripts/3-lease.sh", "rd_lock_take() {", "rd_lock_take() {\n  rd_beat=$rd_home/.beat-$rd_run-$$\n  rd_lock_info=none\n  rd_touch \"$rd_beat\"\n  return 0"),
                ("RemoteDeploy/Remoting/Scripts/3-lease.sh", "rd_lock_ours() {", "rd_lock_ours() {\n  return 0"),
                ("RemoteDeploy/Remoting/Scripts/3-lease.sh", "rd_lock_of() {", "rd_lock_of() {\n  return 0"),
            ],
            ["39/deploy"]),
        new(
            "snapshot",
            [("RemoteDeploy/Runs/DeployRun.cs", "var changes = payload.FindChanges();", "var changes = new List<Fault>();")],
            ["36/deploy", "36a/deploy", "36b/deploy"]),
    ];
}
