namespace RemoteDeploy.FaultLab.Cases;

/// <summary>74 to 76: a host in the middle of a chain fails. It is the second of four, so two more depend on it.</summary>
internal static class Relays
{
    private static readonly string[] Lost = ["RD1007", "RD1008"];

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        Chain("74", "the relay's sessions are killed", Network.KillSessionsAsync, _ => Task.CompletedTask, Expectation.Lost(10, Lost)),
        Chain("74a", "the relay's cable is cut", Network.CutAsync, Network.JoinAsync, Expectation.Lost(Expectation.Stalled, Lost)),
        Chain("76", "the relay stands still", Network.FreezeAsync, Network.ThawAsync, Expectation.Lost(Expectation.Stalled, Lost)),
        Chain("74b", "the run is killed while hosts pass files on", scene => scene.Run!.SignalAsync("KILL"), _ => Task.CompletedTask, new() { Killed = true, AllAreVictims = true, VictimDone = null, CleansWhileStruck = false }),
        Chain("74c", "Ctrl+C while hosts pass files on", scene => scene.Run!.SignalAsync("INT"), _ => Task.CompletedTask, new() { Exits = [130], Victim = ["cancelled", "notRun"], AllAreVictims = true, VictimDone = false }),
        new("75", "the relay damages what it passes on")
        {
            Hosts = 4,
            Rate = "20mbit",
            Options = ["--relay", "chain"],
            Inject = scene => Bend.ReplaceAsync(scene, "if [ \"$1\" = --version ]; then exec $real \"$@\"; fi\n$real \"$@\" | { $real -c 3000000; python3 -c 'import sys, shutil; b = bytearray(sys.stdin.buffer.read(1)); b[0:1] = bytes([b[0] ^ 1]) if b else b\"\"; sys.stdout.buffer.write(b); sys.stdout.flush(); shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)'; }", "tee"),
            Expect = Expectation.Unharmed,
        },
    ];

    private static FaultCase Chain(string id, string name, Func<Scene, Task> inject, Func<Scene, Task> heal, Expectation expect) => new(id, name)
    {
        Hosts = 4,
        Rate = "20mbit",
        Options = ["--relay", "chain"],
        When = Moments.MidCopy,
        Inject = inject,
        Heal = heal,
        Expect = expect,
        Cap = 120,
    };
}
