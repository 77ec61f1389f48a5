using System.Globalization;

namespace RemoteDeploy.FaultLab.Cases;

/// <summary>38 to 46: programs in use, other runs, runs that are interrupted or killed.</summary>
internal static class Contention
{
    private const string Rate = "20mbit";

    // The copy takes longer than another tool takes to start on a busy machine.
    private const string LongRate = "8mbit";
    private static readonly Expectation Cancelled = new()
    {
        Exits = [130],
        Victim = ["cancelled", "notRun"],
        AllAreVictims = true,
        VictimDone = false,
        Also = scene => scene.Run!.Seconds - scene.InjectedAt > 5 + Observing.Slack.Seconds
            ? [string.Create(CultureInfo.InvariantCulture, $"it took {scene.Run.Seconds - scene.InjectedAt:0.0} s to end")]
            : [],
    };

    // Whatever was under way is whole: as before or as asked for.
    private static readonly Expectation Killed = new() { Exits = [137], Killed = true, AllAreVictims = true, VictimDone = null, OthersDone = null };

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        new("38", "a program of the old release runs")
        {
            Verbs = ["deploy", "put"],
            BeforeSeed = scene =>
            {
                scene.Old.File("program", File.ReadAllBytes("/bin/sleep"), "0755");
                scene.New.File("program", [.. File.ReadAllBytes("/bin/sleep"), 0], "0755");
                return Task.CompletedTask;
            },
            Prepare = scene => scene.OnVictimAsync($"{scene.Activity.FinalFolder(scene).Replace("~", scene.Victim.Home, StringComparison.Ordinal)}/program 600 >/dev/null 2>&1 & echo $! >/run/program"),
            Expect = Expectation.Unharmed with { Also = scene => StillRuns(scene) ? [] : ["the old program does not run any more"] },
        },
        new("39", "another run deploys to one of the hosts")
        {
            Rate = LongRate,
            When = Moments.MidCopy,
            Inject = async scene =>
            {
                using var other = scene.StartTool("deploy", scene.Old.Path, "--on", "h2", "-F", scene.Fleet.ConfigFile, "--relay", "off");
                await other.EndAsync(60);
                scene.Notes["other"] = (other.ExitCode, other.Text);
            },
            Expect = Expectation.Unharmed with { Also = OtherWasLocked },
        },
        new("39a", "two runs take hosts in opposite order")
        {
            Rate = Rate,
            When = _ => true,
            Inject = async scene =>
            {
                using var second = scene.StartTool("deploy", scene.New.Path, "--on", "h3,h2,h1", "-F", scene.Fleet.ConfigFile, "--relay", "off");
                await second.EndAsync(60);
            },
            Heal = _ => Task.CompletedTask,
            Expect = new()
            {
                Exits = [0, 21],
                AllAreVictims = true,
                Victim = ["activated", "unchanged", "locked", "staged"],
                Codes = [],
                VictimDone = null,
            },
        },
        new("39b", "another run puts files to the same folder")
        {
            Verbs = ["put"],
            Rate = LongRate,
            When = Moments.MidCopy,
            Inject = async scene =>
            {
                using var other = scene.StartTool("put", scene.In("payload"), "--to", "/srv/put", "--on", "h2", "-F", scene.Fleet.ConfigFile);
                await other.EndAsync(60);
                scene.Notes["other"] = (other.ExitCode, other.Text);
            },
            Expect = Expectation.Unharmed with { Also = OtherWaited },
        },
        new("40", "all processes of the run on the host are killed")
        {
            Verbs = ["deploy", "put"],
            Rate = Rate,
            When = Moments.MidCopy,
            Inject = scene => Scene.SignalAsync("KILL", Observing.Processes.SharingNamespace("pid", scene.Victim.ProcessId).Select(process => process.Id).Where(id => id != scene.Victim.ProcessId)),
            Heal = _ => Task.CompletedTask,
            Expect = Expectation.Lost(5, "RD1007"),
        },
        new("40a", "a lock of a machine that was silent for minutes")
        {
            Inject = scene => PlantLockAsync(scene, "-2 minutes"),
            Expect = Expectation.Unharmed,
        },
        new("40b", "a lock of another machine that is alive")
        {
            Inject = scene => PlantLockAsync(scene, "now"),
            Heal = scene => scene.OnVictimAsync("rm ~/.remotedeploy/app/lock ~/.remotedeploy/app/.beat-*"),
            Expect = new() { Exits = [21], Victim = ["locked"], Codes = ["RD1013"], VictimDone = false, Says = ["somebody@elsewhere"], CleansWhileStruck = false },
        },
        Interrupted("42", "Ctrl+C in the copy", "INT", ["deploy", "put", "get", "run"]),
        new("42a", "Ctrl+C while a command or suite runs")
        {
            Verbs = ["exec"],
            Prepare = scene =>
            {
                scene.Command = "touch /srv/began; sleep 30; echo done >>/srv/mark";
                return Task.CompletedTask;
            },
            When = Moments.InCommand,
            Inject = scene => scene.Run!.SignalAsync("INT"),
            Expect = Cancelled,
        },
        InSuite("42b", "Ctrl+C while a suite runs", "INT", Cancelled with { VictimDone = null }),
        Interrupted("43", "SIGTERM in the copy", "TERM", ["deploy", "put"]),
        InSuite("43b", "SIGTERM while a suite runs", "TERM", Cancelled with { VictimDone = null }),
        new("44", "the run is killed in the copy")
        {
            Verbs = ["deploy", "put", "get", "run"],
            Rate = Rate,
            When = Moments.MidCopy,
            Inject = scene => scene.Run!.SignalAsync("KILL"),
            Heal = _ => Task.Delay(TimeSpan.FromSeconds(6)),
            Expect = Killed with { CleansWhileStruck = false },
            Fast = true,
        },
        new("44a", "the run is killed while a command runs")
        {
            Verbs = ["exec"],
            Prepare = scene =>
            {
                scene.Command = "touch /srv/began; sleep 100; echo done >>/srv/mark";
                return Task.CompletedTask;
            },
            When = Moments.InCommand,
            Inject = scene => scene.Run!.SignalAsync("KILL"),
            Expect = Killed,
        },
        new("46", "the run may hold few files open")
        {
            Prepare = scene =>
            {
                scene.Surroundings = "ulimit -n 128";
                return Task.CompletedTask;
            },
            Heal = scene =>
            {
                scene.Surroundings = null;
                return Task.CompletedTask;
            },
            Expect = new() { Exits = [0, 21, 64], AllAreVictims = true, Victim = ["activated", "staged", "failed", "notRun"], VictimDone = null },
            Disagrees = "with fewer than about a hundred descriptors the runtime of .NET itself does not start; the run is to end by itself, with nothing half done",
        },
    ];

    private static FaultCase Interrupted(string id, string name, string signal, string[] verbs) => new(id, name)
    {
        Verbs = verbs,
        Rate = Rate,
        When = Moments.MidCopy,
        Inject = scene => scene.Run!.SignalAsync(signal),
        Expect = Cancelled,
        Fast = signal == "INT",
    };

    private static FaultCase InSuite(string id, string name, string signal, Expectation expect) => new(id, name)
    {
        Verbs = ["test"],
        Prepare = scene =>
        {
            scene.New.File("suite.sh", "#!/bin/sh\n" + Suites.Waiting, "0755");
            return scene.Activity.SeedAsync(scene);
        },
        When = scene => scene.Fleet.Hosts.All(host => host.Exists("/srv/ran")),
        Inject = scene => scene.Run!.SignalAsync(signal),
        Expect = expect,
    };

    private static bool StillRuns(Scene scene) => Directory.Exists($"/proc/{scene.Victim.ProcessId}/root/proc/{scene.Victim.ReadAllText("/run/program").Trim()}");

    private static IEnumerable<string> OtherWasLocked(Scene scene)
    {
        var (exit, text) = ((int?, string))scene.Notes["other"];
        return exit == 21 && text.Contains("RD1013", StringComparison.Ordinal) && text.Contains('@', StringComparison.Ordinal) ? [] : [$"the other run exits {exit}: {text}"];
    }

    // For a while: then it has nothing to send, or says who is in its way.
    private static IEnumerable<string> OtherWaited(Scene scene)
    {
        var (exit, text) = ((int?, string))scene.Notes["other"];
        var waited = text.Contains("lock for another put", StringComparison.Ordinal) && (exit == 0 || (exit == 21 && text.Contains("RD1013", StringComparison.Ordinal)));
        return waited ? [] : [$"the other run exits {exit}: {text}"];
    }

    private static Task PlantLockAsync(Scene scene, string beat) => scene.OnVictimAsync(
        $"cd ~/.remotedeploy/app; ln -s 'elsewhere-1|4711|1|pid:[1]|boot|elsewhere|1|somebody@elsewhere' lock; touch -d '{beat}' .beat-elsewhere-1-4711");
}
