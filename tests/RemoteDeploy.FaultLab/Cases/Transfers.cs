namespace RemoteDeploy.FaultLab.Cases;

/// <summary>8 to 14: connections that break or stall while something is under way.</summary>
internal static class Transfers
{
    private const string Rate = "10mbit";
    private static readonly string[] Copies = ["deploy", "put", "get", "run"];
    private static readonly string[] Lost = ["RD1007", "RD1008"];

    // A command and a suite wait for this file.
    private const string Waiting = "touch /srv/began; until [ -e /srv/go ]; do sleep 0.1; done; echo done >>/srv/mark";

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        Copying("8", "the session is killed", Network.KillSessionsAsync, null, Expectation.Lost(5, "RD1007") with { CleansWhileStruck = true }) with { Fast = true },
        Commanding("8", Network.KillSessionsAsync, LetGoAsync, Expectation.Lost(5, "RD1007") with { CleansWhileStruck = true }),
        Testing("8", "the session is killed", Network.KillSessionsAsync),
        Copying("9", "the cable is cut", Network.CutAsync, Network.JoinAsync, Expectation.Lost(Expectation.Stalled, Lost)) with { Fast = true },
        Commanding("9", Network.CutAsync, JoinAndLetGoAsync, Expectation.Lost(Expectation.Stalled, Lost)),
        new("9b", "the cable is cut for good while a suite runs")
        {
            Verbs = ["test"],
            Options = ["--lost-after", "10s"],
            Prepare = WaitInSuiteAsync,
            When = Moments.InSuite,
            Inject = Network.CutAsync,
            Heal = async scene =>
            {
                await JoinAndLetGoAsync(scene);
                await scene.ToolAsync("stop", "last");

                // What the job wrote was not fetched: it stays for "logs" on purpose.
                await scene.OnVictimAsync("rm -r ~/.remotedeploy/*/jobs");
            },
            Expect = Expectation.Lost(45, "RD1024") with { VictimDone = null },
            Disagrees = "a suite goes on without its connection: the host is given up after --lost-after (2 minutes), not after 20 s",
        },
        Copying("10", "the cable is cut for 8 s", Network.InterruptAsync, null, Expectation.Unharmed),
        Commanding("10", async scene => { await Network.InterruptAsync(scene); await LetGoAsync(scene); }, null, Expectation.Unharmed),
        Testing("10", "the cable is cut for 8 s", Network.InterruptAsync),
        Copying("11", "the sessions stand still", Network.StopSessionsAsync, Network.ContinueSessionsAsync, Expectation.Lost(Expectation.Stalled, Lost)),
        Commanding("11", Network.StopSessionsAsync, async scene => { await Network.ContinueSessionsAsync(scene); await LetGoAsync(scene); }, Expectation.Lost(Expectation.Stalled, Lost)),
        Copying("11b", "the sessions stand still, and 8 s are asked for", Network.StopSessionsAsync, Network.ContinueSessionsAsync, Expectation.Lost(8, Lost)) with { Verbs = ["deploy", "get"], Options = ["--stall-timeout", "8s"] },
        Copying("11a", "the whole host stands still", Network.FreezeAsync, Network.ThawAsync, Expectation.Lost(Expectation.Stalled, Lost)) with { Verbs = ["deploy", "put"] },
        Copying("12", "the host sends a few bytes now and then", scene => scene.OnVictimAsync("tc qdisc replace dev eth0 root tbf rate 4kbit burst 1600 latency 60s"), scene => scene.OnVictimAsync("tc qdisc del dev eth0 root"), Expectation.Lost(Expectation.Stalled + 10, Lost)) with { Verbs = ["get"] },
        new("12a", "a cable of 1 Mbit, which carries what is under way for longer than the stall timeout") { Verbs = ["deploy", "put"], Hosts = 1, Rate = "1mbit", Expect = Expectation.Unharmed, Cap = 120 },
        Copying("13", "nobody hears the host any more", Network.DeafenAsync, Network.LiftAsync, Expectation.Lost(Expectation.Stalled, Lost)) with { Needs = "nft", Verbs = ["deploy", "get"] },
        Copying("14", "the connection is reset", Network.ResetAsync, Network.LiftAsync, Expectation.Lost(5, "RD1007")) with { Needs = "nft", Verbs = ["deploy", "put", "get"] },
    ];

    private static FaultCase Copying(string id, string what, Func<Scene, Task> inject, Func<Scene, Task>? heal, Expectation expect) => new(id, what + " in the copy")
    {
        Verbs = Copies,
        Rate = Rate,
        When = Moments.MidCopy,
        Inject = inject,
        Heal = heal ?? (_ => Task.CompletedTask),
        Expect = expect,
    };

    private static FaultCase Commanding(string id, Func<Scene, Task> inject, Func<Scene, Task>? heal, Expectation expect) => new(id, "while a command runs")
    {
        Verbs = ["exec"],
        Prepare = async scene =>
        {
            scene.Command = Waiting;
            foreach (var host in scene.Fleet.Hosts.Where(host => host.Name != FaultCase.Victim))
            {
                await Scene.OnAsync(host, "touch /srv/go");
            }
        },
        When = Moments.InCommand,
        Inject = inject,
        Heal = heal,
        Expect = expect,
    };

    private static FaultCase Testing(string id, string what, Func<Scene, Task> inject) => new(id, what + " while a suite runs")
    {
        Verbs = ["test"],
        Prepare = WaitInSuiteAsync,
        When = Moments.InSuite,
        Inject = async scene => { await inject(scene); await LetGoAsync(scene); },
        Expect = Expectation.Unharmed with { Also = Once },
    };

    private static async Task WaitInSuiteAsync(Scene scene)
    {
        scene.New.File("suite.sh", "#!/bin/sh\n" + Suites.Waiting, "0755");
        await scene.Activity.SeedAsync(scene);
        foreach (var host in scene.Fleet.Hosts.Where(host => host.Name != FaultCase.Victim))
        {
            await Scene.OnAsync(host, "touch /srv/go");
        }
    }

    private static IEnumerable<string> Once(Scene scene) =>
        scene.Victim.ReadAllText("/srv/ran") is not "ran\n" and var ran ? [$"the suite ran {ran.Length / 4} times"] : [];

    private static Task LetGoAsync(Scene scene) => scene.OnVictimAsync("touch /srv/go");

    private static async Task JoinAndLetGoAsync(Scene scene)
    {
        await Network.JoinAsync(scene);
        await LetGoAsync(scene);
    }
}
