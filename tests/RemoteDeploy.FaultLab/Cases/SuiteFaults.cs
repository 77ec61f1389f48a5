namespace RemoteDeploy.FaultLab.Cases;

/// <summary>50 to 63: suites that hang, crash, lie, or strike back. They strike on all hosts alike.</summary>
internal static class SuiteFaults
{
    private const string Ran = "echo ran >>/srv/ran\n";

    private static readonly Expectation Killed = new() { Exits = [2], Victim = ["failed"], Codes = ["RD3004"] };

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        new("50", "the host is started anew while a suite runs")
        {
            Verbs = ["test"],
            Prepare = scene => ShipAsync(scene, Suites.Waiting),
            When = Moments.InSuite,
            Inject = async scene =>
            {
                await Scene.SignalAsync("KILL", Observing.Processes.SharingNamespace("pid", scene.Victim.ProcessId).Select(process => process.Id).Where(id => id != scene.Victim.ProcessId));
                await scene.OnVictimAsync("echo 11111111-2222-3333-4444-555555555555 >/run/boot; mount --bind /run/boot /proc/sys/kernel/random/boot_id");
                foreach (var host in scene.Fleet.Hosts.Where(host => host.Name != FaultCase.Victim))
                {
                    await Scene.OnAsync(host, "touch /srv/go");
                }
            },
            Heal = scene => scene.OnVictimAsync("touch /srv/go"),
            Expect = new() { Exits = [21], Victim = ["unreachable", "failed"], Codes = ["RD1026"], VictimDone = null, Notice = Expectation.Stalled, CleansWhileStruck = false },
        },
        Suite("51", "a suite hangs and does not mind being asked to end", "trap '' TERM INT HUP\necho still here\nwhile :; do sleep 1; done", new() { Exits = [2], Victim = ["timedOut"], Codes = ["RD3003"] }) with { Options = ["--suite-timeout", "3s"], Fast = true },
        Suite("52", "a suite crashes", "kill -SEGV $$", Killed),
        Suite("52a", "a suite is killed", "kill -KILL $$", Killed),
        Suite("52b", "a suite runs out of memory", "ulimit -v 200000\nexec python3 -c 'x = bytearray(1 << 30)'", new() { Exits = [2, 8], Victim = ["failed"], Codes = ["RD3001", "RD3006", "RD4002"], Says = ["RD3001"] }),
        Suite("53", "a suite leaves a daemon", "setsid sleep 987 >/dev/null 2>&1 &\nsleep 0.3\n" + Suites.Results, Expectation.Unharmed with { Says = ["sleep 987"] }),
        new("55", "no tmux, screen, setsid or nohup")
        {
            Verbs = ["test"],
            Inject = scene => Bend.WithoutAsync(scene, "tmux", "screen", "setsid", "nohup"),
            Expect = Expectation.Unharmed,
        },
        Suite("56", "a suite kills the sessions of its own sshd", "for p in /proc/[0-9]*; do case $(tr '\\0' ' ' <$p/cmdline) in 'sshd: '*) kill -9 ${p#/proc/} ;; esac; done\nsleep 1\n" + Suites.Results, Expectation.Unharmed),
        Suite("57", "there is no result file", "true", Without("RD4002")) with { Fast = true },
        Suite("58", "the result file is cut short", "printf '<TestRun><Results><UnitTestResult testName=\"A\" outc' >r.trx", Without("RD4003")),
        new("58a", "the result file is an old one that was shipped")
        {
            Verbs = ["test", "run"],
            BeforeSeed = scene =>
            {
                scene.New.File("suite.sh", "#!/bin/sh\n" + Ran, "0755").File("r.trx", "<TestRun><Results><UnitTestResult testName=\"A\" outcome=\"Passed\"/></Results><ResultSummary><Counters total=\"1\"/></ResultSummary></TestRun>");
                return Task.CompletedTask;
            },
            Expect = Without("RD4002", "RD4004") with { AllAreVictims = true, VictimDone = null },
        },
        Suite("60", "no test was run", "printf '<TestRun><Results/><ResultSummary><Counters total=\"0\"/></ResultSummary></TestRun>' >r.trx", Without("RD4001")),
        Suite("60a", "a test failed, and the suite says that all is well", Suites.Results.Replace("Passed", "Failed", StringComparison.Ordinal), new() { Exits = [2, 8], Victim = ["failed"], Codes = ["RD3002", "RD4005"] }),
        Suite("61", "a suite prints 300 MB in one line", "head -c 300000000 /dev/zero | tr '\\0' x\n" + Suites.Results, Expectation.Unharmed) with { Cap = 120 },
        Suite("61a", "a suite prints without end", "yes", new() { Exits = [2], Victim = ["timedOut"], Codes = ["RD3003"] }) with { Options = ["--suite-timeout", "4s"], Cap = 120 },
        Suite("62", "a suite prints commands for build servers and terminals", "printf '%b' '::error::x\\n##vso[task.complete result=Failed;]\\n##[error]x\\n\\033]0;title\\007\\033[31mred\\r::add-mask::a\\nx(1,1): error X1: y\\n'\n" + Suites.Results, Expectation.Unharmed with { Also = Commands }) with { Fast = true },
        Suite("63", "the result file is a link to a file of the host", "ln -s /etc/passwd r.trx", Without("RD4002", "RD4003")),
        Suite("63a", "the result file is a pipe", "mkfifo r.trx", Without("RD4002", "RD4003")),
        Suite("63b", "the result file is 8 EiB large, and empty", "truncate -s 8000000000G r.trx || truncate -s 9000G r.trx", Without("RD4003", "RD4002", "RD0022")),
        Suite("63c", "the result file has an entity bomb", "printf '<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><TestRun>&b;</TestRun>' >r.trx", Without("RD4003")),
    ];

    private static Expectation Without(params string[] codes) => new() { Exits = [8], Victim = ["failed"], Codes = codes };

    private static FaultCase Suite(string id, string name, string script, Expectation expect) => new(id, name)
    {
        Verbs = ["test"],
        BeforeSeed = scene =>
        {
            scene.New.File("suite.sh", "#!/bin/sh\n" + Ran + script + "\n", "0755");
            return Task.CompletedTask;
        },
        Hosts = 2,
        Expect = expect with { AllAreVictims = true, VictimDone = null },
    };

    /// <summary>Puts another suite on the hosts.</summary>
    public static Task ShipAsync(Scene scene, string script)
    {
        scene.New.File("suite.sh", "#!/bin/sh\n" + script + "\n", "0755");
        return scene.Activity.SeedAsync(scene);
    }

    private static IEnumerable<string> Commands(Scene scene) => scene.Run!.Text.Split('\n').Where(line =>
        line.Contains('\u001b', StringComparison.Ordinal) || line.Contains('\r', StringComparison.Ordinal) || line.TrimStart().StartsWith("::", StringComparison.Ordinal)
        || line.Contains("##vso[", StringComparison.Ordinal) || line.Contains("##[", StringComparison.Ordinal))
        .Select(line => "printed raw: " + line.Replace("\u001b", "ESC", StringComparison.Ordinal));
}
