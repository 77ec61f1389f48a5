using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.FaultLab.Cases;

/// <summary>64 to 72, 77: names, kinds, sizes and modes of what is shipped.</summary>
internal static class Names
{
    private static readonly string[] Copies = ["deploy", "put", "get"];

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        Payload("64", "names that break what parses them", AddHostile, Expectation.Unharmed) with { Verbs = Copies, Fast = true },
        Payload("64a", "a name that is not UTF-8", payload => payload.NonUtf8Name(), Expectation.Refused("RD0017") with { VictimDone = null, OthersDone = null }) with { Verbs = ["deploy", "put"] },
        new("65", "another user has planted a link where files are staged")
        {
            Prepare = scene => scene.OnVictimAsync("mkdir /srv/target; ln -s /srv/target ~/.remotedeploy/app/staging"),
            Heal = scene => scene.OnVictimAsync("if [ -h ~/.remotedeploy/app/staging ]; then rm ~/.remotedeploy/app/staging; fi"),
            Expect = new()
            {
                Exits = [0, 21],
                Victim = ["activated", "failed"],
                VictimDone = null,
                CleansWhileStruck = false,
                Also = scene => Directory.EnumerateFileSystemEntries(scene.Victim.Outside("/srv/target")).Select(path => $"written through the link: {Path.GetFileName(path)}"),
            },
        },
        new("65a", "a folder of the target of a put is a link to elsewhere")
        {
            Verbs = ["put"],
            BeforeSeed = scene => scene.OnVictimAsync("mkdir -p /srv/elsewhere /srv/put"),
            Prepare = scene => scene.OnVictimAsync("rm -r /srv/put/payload/lib; ln -s /srv/elsewhere /srv/put/payload/lib"),
            Expect = new()
            {
                Exits = [21],
                Victim = ["failed"],
                Codes = ["RD1011"],
                VictimDone = false,
                MayBeChanged = true,
                Also = scene => Directory.EnumerateFileSystemEntries(scene.Victim.Outside("/srv/elsewhere")).Select(path => $"written through the link: {Path.GetFileName(path)}"),
            },
        },
        new("66", "the host has another processor than the payload is for")
        {
            Prepare = scene =>
            {
                scene.New.File("app.deps.json", """{ "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0/linux-x64" } }""");
                return Bend.ReplaceAsync(scene, "$real \"$@\" | sed s/x86_64/aarch64/", "uname");
            },
            Expect = Expectation.Unfit("RD1017"),
        },
        new("67", "a file system of the host ignores case")
        {
            Verbs = ["deploy", "put"],
            Needs = "lowntfs-3g",
            BeforeSeed = scene =>
            {
                scene.Base = "/srv/rd";
                return scene.OnVictimAsync("truncate -s 64M /run/ntfs; mkntfs -q -F -f /run/ntfs >/dev/null 2>&1 && lowntfs-3g -o ignore_case,permissions /run/ntfs /srv");
            },
            Prepare = scene =>
            {
                scene.New.File("Readme", "one").File("readme", "two");
                return Task.CompletedTask;
            },
            Heal = scene => scene.OnVictimAsync("umount /srv; mount -t tmpfs tmpfs /srv"),
            Expect = new() { Exits = [20], Victim = ["mismatch"], Codes = ["RD2001", "RD2002"], VictimDone = false },
        },
        new("68", "the host has the shell of Windows")
        {
            Verbs = ["deploy", "exec"],
            Inject = async scene =>
            {
                await File.WriteAllTextAsync(scene.Victim.Outside("/run/cmd"), "#!/bin/sh\necho \"'exec' is not recognized as an internal or external command,\" >&2\necho 'operable program or batch file.' >&2\nexit 1\n");
                await scene.OnVictimAsync("chmod 755 /run/cmd");
                await Bend.ShellAsync(scene, "/run/cmd");
            },
            Expect = Expectation.Unreached(Expectation.AtOnce, "RD1009") with { Says = ["Windows"] },
        },
        Payload("69", "64 folders in each other, names of 255 bytes", payload => payload.File(string.Join('/', Enumerable.Repeat("deep", 64)) + "/file", "x").File(new string('n', 255), "x"), Expectation.Unharmed) with { Verbs = Copies },
        Payload("70", "empty files and folders, modes, hard links, a sparse file", AddOdd, Expectation.Unharmed) with { Verbs = Copies },
        Payload("71", "20,000 small files", payload => payload.Many(20_000), Expectation.Unharmed) with { Hosts = 2, Cap = 120 },
        Payload("72", "a file of 4 GiB and a byte", payload => payload.SparseFile("large", (4L << 30) + 1), Expectation.Unharmed) with { Hosts = 1, Cap = 400 },
        new("77", "the host's mask is 077")
        {
            Verbs = ["deploy", "put", "test"],
            Inject = scene => Bend.BashrcAsync(scene, "umask 077"),
            Expect = Expectation.Unharmed,
        },
        new("77a", "the base passes its group on")
        {
            BeforeSeed = scene =>
            {
                scene.Base = "/srv/rd";
                return scene.OnVictimAsync("mkdir /srv/rd; chgrp daemon /srv/rd; chmod 2775 /srv/rd");
            },
            Expect = Expectation.Unharmed,
        },
        new("87", "an earlier run left files and folders where files are staged")
        {
            Prepare = scene => scene.OnVictimAsync("cd ~/.remotedeploy/app; mkdir -p staging/20200101-old/lib releases/0123456789ab; touch staging/20200101-old/lib/x releases/0123456789ab/y; ln -s releases/none .next-old"),
            Expect = Expectation.Unharmed with { Also = scene => scene.Victim.Exists("~/.remotedeploy/app/releases/0123456789ab") ? ["half a release is left"] : [] },
        },
    ];

    private static FaultCase Payload(string id, string name, Action<PayloadFolder> change, Expectation expect) => new(id, name)
    {
        BeforeSeed = scene =>
        {
            change(scene.New);
            return Task.CompletedTask;
        },
        Expect = expect,
    };

    private static void AddHostile(PayloadFolder payload)
    {
        foreach (var name in PayloadFolder.HostileNames)
        {
            payload.File("hostile/" + name, $"content of {name}");
        }
    }

    private static void AddOdd(PayloadFolder payload)
    {
        payload.File("odd/empty", "").EmptyFolder("odd/nothing/here").File("odd/none", "x", "0444").File("odd/run", "x", "0755").File("odd/first", "linked").SparseFile("odd/sparse", 30_000_000);
        Programs.RunAsync("ln", Path.Combine(payload.Path, "odd/first"), Path.Combine(payload.Path, "odd/second")).GetAwaiter().GetResult();
    }
}
