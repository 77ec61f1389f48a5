namespace RemoteDeploy.FaultLab.Cases;

/// <summary>88 to 93, not of the table: what others do on a host while we work there.</summary>
internal static class Accidents
{
    // Of a disk of its own, so that what fills it is not taken for ours.
    private const string SmallTemp = "mkdir -p /srv/small; mount -t tmpfs -o size=4m tmpfs /srv/small; mkdir /srv/small/tmp; chmod 1777 /srv/small/tmp; mount --bind /srv/small/tmp /tmp";
    private const string Fill = "head -c 5000000 /dev/zero >>/srv/small/fill";

    private const string Passed = "echo '<TestRun><Results><UnitTestResult testName=\"A\" outcome=\"Passed\"/></Results><ResultSummary><Counters total=\"1\"/></ResultSummary></TestRun>' >r.trx";

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        new("88", "the disk of /tmp is full")
        {
            Verbs = ["verify", "get", "test"],
            BeforeSeed = scene => scene.OnVictimAsync(SmallTemp),
            Inject = scene => scene.OnVictimAsync(Fill + " 2>/dev/null || true"),
            Heal = scene => scene.OnVictimAsync("rm /srv/small/fill"),
            Expect = Expectation.Unfit("RD1012"),
        },
        new("88a", "the disk of /tmp fills up right after files were checked")
        {
            Verbs = ["put"],
            BeforeSeed = scene => scene.OnVictimAsync(SmallTemp),

            // What prints the answer of the audit of the stage goes on filling it.
            Inject = scene => Bend.ReplaceAsync(scene, $"$real \"$@\"; s=$?; case \"$1$2\" in 1fn) for d in /srv/put/.rd-*; do if [ -e \"$d/payload\" ]; then (i=0; while [ $i -lt 200 ]; do {Fill}; i=$((i + 1)); done) >/dev/null 2>&1 & fi; done ;; esac; exit $s", "cat"),
            Heal = scene => scene.OnVictimAsync("ln -sf /usr/bin/cat /srv/bin/cat; sleep 2; rm /srv/small/fill"),
            Expect = Expectation.Unfit("RD1012", "RD1011"),
            Fast = true,
        },
        InCopy("89", "the host's clock is set forward by a year", "touch -d '1 year ago' ~/.remotedeploy/app/.beat-* ~/.remotedeploy/.put-0/.beat-* 2>/dev/null || true", Expectation.Unharmed),
        InCopy("90", "what is staged is removed", "rm -rf ~/.remotedeploy/app/staging /srv/put/.rd-*", Expectation.Unfit("RD1014")),
        new("91", "a file is cut short while it is fetched")
        {
            Verbs = ["get"],
            Rate = "10mbit",
            When = Moments.MidCopy,
            Inject = scene => scene.OnVictimAsync("truncate -s 1000 /srv/data/big"),
            Expect = new() { Exits = [20], Victim = ["mismatch"], VictimDone = false },
        },
        new("92", "a suite removes its working folder")
        {
            Verbs = ["test"],
            Hosts = 2,
            BeforeSeed = scene =>
            {
                scene.New.File("suite.sh", "#!/bin/sh\necho ran >>/srv/ran\nrm -rf \"$PWD\"\n", "0755");
                return Task.CompletedTask;
            },
            Expect = new() { Exits = [8], Victim = ["failed"], Codes = ["RD4002"], AllAreVictims = true, VictimDone = null },
        },
        new("93", "a suite leaves something mounted in its working folder")
        {
            Verbs = ["test"],
            Hosts = 2,
            BeforeSeed = async scene =>
            {
                await scene.OnVictimAsync("mkdir /srv/theirs; echo theirs >/srv/theirs/file");
                scene.New.File("suite.sh", "#!/bin/sh\necho ran >>/srv/ran\n" + Passed + "\nif [ -d /srv/theirs ]; then mkdir 'a b'; mount --bind /srv/theirs 'a b'; fi\n", "0755");
            },
            Heal = scene => scene.OnVictimAsync("umount ~/.remotedeploy/*/jobs/*/*/work/'a b'; rm -r /srv/theirs"),
            Expect = new()
            {
                CleansWhileStruck = false,
                Says = ["/work/a b is mounted there"],
                Also = scene => scene.Victim.Exists("/srv/theirs/file") ? [] : ["what is mounted was removed"],
            },
        },
    ];

    private static FaultCase InCopy(string id, string name, string script, Expectation expect) => new(id, name + " in the copy")
    {
        Verbs = ["deploy", "put"],
        Rate = "10mbit",
        When = Moments.MidCopy,
        Inject = scene => scene.OnVictimAsync(script),
        Heal = _ => Task.CompletedTask,
        Expect = expect,
    };
}
