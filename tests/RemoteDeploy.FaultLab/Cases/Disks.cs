namespace RemoteDeploy.FaultLab.Cases;

/// <summary>15 to 19 and 78: disks that cannot take what they get, or do not keep it.</summary>
internal static class Disks
{
    public static IReadOnlyList<FaultCase> All { get; } =
    [
        OnSrv("15", "the disk is too small", "size=24m") with
        {
            Prepare = scene =>
            {
                scene.New.File("more", Noise.Of(12_000_000));
                return Task.CompletedTask;
            },
            Heal = scene => scene.OnVictimAsync("mount -o remount,size=200m /srv"),
            Expect = Expectation.Unfit("RD1012") with { Phases = ["probe", "lock", "copy"] },
            Fast = true,
        },
        OnSrv("15a", "the disk fills up in the copy", "size=64m") with
        {
            Rate = "20mbit",
            When = Moments.MidCopy,
            Inject = scene => scene.OnVictimAsync("dd if=/dev/zero of=/srv/filler bs=1M count=200 2>/dev/null || true"),
            Heal = scene => scene.OnVictimAsync("rm /srv/filler"),
            Expect = Expectation.Unfit("RD1012") with { Phases = ["copy", "verify"] },
        },
        new("15b", "the disk fills up in a put")
        {
            Verbs = ["put"],
            Rate = "20mbit",
            BeforeSeed = scene => scene.OnVictimAsync("mount -t tmpfs -o size=64m tmpfs /srv"),
            When = Moments.MidCopy,
            Inject = scene => scene.OnVictimAsync("dd if=/dev/zero of=/srv/filler bs=1M count=200 2>/dev/null || true"),
            Heal = scene => scene.OnVictimAsync("rm /srv/filler"),
            Expect = Expectation.Unfit("RD1012"),
        },
        new("17", "a file gets too large for the user's limit")
        {
            Verbs = ["deploy", "put"],
            Prepare = scene => scene.OnVictimAsync("prlimit --pid 1 --fsize=150000:unlimited"),
            // Connections that are kept have the limit still.
            Heal = async scene =>
            {
                await scene.OnVictimAsync("prlimit --pid 1 --fsize=unlimited:unlimited");
                await scene.DisconnectAsync();
            },
            Expect = Expectation.Unfit("RD1012", "RD1011", "RD1016"),
            Disagrees = "a limit of the user is no lack of space: the words of the host's own programs are passed on",
        },
        OnSrv("18", "the disk is read-only", "size=64m") with
        {
            Inject = scene => scene.OnVictimAsync("mount -o remount,ro /srv"),
            Heal = scene => scene.OnVictimAsync("mount -o remount,rw /srv"),
            Expect = Expectation.Unfit("RD1011") with { Phases = ["probe", "lock"] },
            Fast = true,
        },
        new("18a", "the folder of a put is read-only")
        {
            Verbs = ["put"],
            BeforeSeed = scene => scene.OnVictimAsync("mount -t tmpfs tmpfs /srv"),
            Inject = scene => scene.OnVictimAsync("mount -o remount,ro /srv"),
            Heal = scene => scene.OnVictimAsync("mount -o remount,rw /srv"),
            Expect = Expectation.Unfit("RD1011"),
        },
        OnDisk("94", "the disk becomes read-only in the copy") with
        {
            Verbs = ["deploy", "put"],
            Rate = "20mbit",
            When = Moments.MidCopy,
            Inject = BecomeReadOnlyAsync,
            Expect = Expectation.Unfit("RD1011") with { CleansWhileStruck = false, Says = ["which the host cannot remove"] },
        },
        OnDisk("94a", "the disk becomes read-only while a suite runs") with
        {
            Verbs = ["test"],
            Prepare = async scene =>
            {
                await SuiteFaults.ShipAsync(scene, Suites.Waiting);
                await scene.OnVictimAsync("sync -f /srv/put");
            },
            When = Moments.InSuite,
            Inject = async scene =>
            {
                await BecomeReadOnlyAsync(scene);
                foreach (var host in scene.Fleet.Hosts)
                {
                    await Scene.OnAsync(host, "touch /srv/go");
                }
            },
            Expect = new() { Exits = [21], Victim = ["failed"], VictimDone = null, CleansWhileStruck = false, Says = ["which the host cannot remove"] },
        },
        OnSrv("19", "nothing may be run from the disk, and nothing is", "noexec") with { Expect = Expectation.Unharmed },
        OnSrv("19a", "nothing may be run from the disk, and a suite is to be", "noexec") with
        {
            Verbs = ["run"],
            Heal = scene => scene.OnVictimAsync("mount -o remount,exec /srv"),
            Expect = Expectation.Unfit("RD3005") with { Exits = [2, 21], VictimDone = null, MayBeChanged = true },
            Disagrees = "a deploy does not run what it ships, so it succeeds; the suite cannot be started and says why",
        },
        new("78", "the power fails right after the run, and what the disk had not got yet is gone")
        {
            BeforeSeed = scene =>
            {
                scene.Base = "/srv/rd";
                return scene.OnVictimAsync("truncate -s 128M /run/disk && mkfs.ext4 -q /run/disk && mount -o loop /run/disk /srv");
            },
            Prepare = scene => scene.OnVictimAsync("sync -f /srv"),

            // What stands in the image is what a disk would have: the rest is still in the memory of this machine.
            Heal = async scene =>
            {
                await scene.OnVictimAsync("cp --sparse=always /run/disk /run/crashed && umount -l /srv && mount -o loop /run/crashed /srv");
                await scene.DisconnectAsync();
            },
            Expect = Expectation.Unharmed,
            Disagrees = "success does not wait for disks (SECURITY.md); the next run finds what is missing and brings it",
        },
    ];

    // What the kernel does that meets errors of a disk.
    private static Task BecomeReadOnlyAsync(Scene scene) =>
        scene.OnVictimAsync("""echo 1 >"/sys/fs/ext4/$(basename "$(findmnt -no SOURCE /srv/put)")/trigger_fs_error"; until ! touch /srv/put/probe 2>/dev/null; do rm /srv/put/probe; done""");

    // Everything that the tool writes is on a disk of its own.
    private static FaultCase OnDisk(string id, string name) => new(id, name)
    {
        BeforeSeed = scene =>
        {
            scene.Base = "/srv/put/rd";
            return scene.OnVictimAsync("truncate -s 128M /run/disk && mkfs.ext4 -q /run/disk && mkdir -p /srv/put && mount -o loop,errors=remount-ro /run/disk /srv/put && rmdir /srv/put/lost+found");
        },
        Heal = scene => scene.OnVictimAsync("umount -l /srv/put; fsck.ext4 -fp /run/disk >/dev/null || true; mount -o loop /run/disk /srv/put; rm -rf /srv/put/lost+found"),
        Expect = Expectation.Unharmed,
    };

    private static FaultCase OnSrv(string id, string name, string options) => new(id, name)
    {
        BeforeSeed = scene =>
        {
            scene.Base = "/srv/rd";
            return scene.OnVictimAsync($"mount -t tmpfs -o {options} tmpfs /srv");
        },
        Expect = Expectation.Unharmed,
    };
}
