namespace RemoteDeploy.FaultLab.Cases;

/// <summary>20 to 32: hosts with other programs, shells and limits.</summary>
internal static class Shells
{
    private static readonly string[] Some = ["deploy", "put", "test"];

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        new("20", "no md5sum, but openssl")
        {
            Options = ["--digest", "md5"],
            Inject = scene => Bend.WithoutAsync(scene, "md5sum"),
            Expect = Expectation.Unharmed,
        },
        new("20a", "no program that computes the digest")
        {
            Verbs = ["deploy", "put", "get"],
            Inject = scene => Bend.WithoutAsync(scene, "sha256sum", "openssl", "shasum"),
            Expect = Expectation.Unfit("RD1010") with { Says = ["--digest md5"] },
            Disagrees = "there is no state of its own for this: the host failed, with the code that says which program to install",
        },
        new("21", "no tar") { Verbs = ["deploy", "put"], Inject = scene => Bend.WithoutAsync(scene, "tar"), Expect = Expectation.Unfit("RD1010") },
        new("23", "nothing but busybox") { Verbs = [.. Some, "get", "exec", "verify"], Needs = "busybox", Inject = Bend.BusyboxAsync, Expect = Expectation.Unharmed },
        new("24", "bash is sh") { Inject = scene => scene.OnVictimAsync("mount --bind /bin/bash \"$(readlink -f /bin/sh)\""), Expect = Expectation.Unharmed },
        Login("25", "tcsh is the login shell", "tcsh"),
        Login("25a", "fish is the login shell", "fish"),
        new("26", "the account has no shell")
        {
            Verbs = [.. Some, "exec"],
            Inject = scene => Bend.ShellAsync(scene, "/usr/sbin/nologin"),
            Expect = Expectation.Unreached(Expectation.AtOnce, "RD1009"),
            Fast = true,
        },
        new("26a", "the account has sftp only")
        {
            Inject = scene => Scene.SshdAsync(scene.Victim, "ForceCommand internal-sftp"),
            Heal = scene => Scene.SshdAsync(scene.Victim, "ForceCommand none"),
            Expect = Expectation.Unreached(Expectation.StalledFromStart, "RD1009", "RD1008"),
        },
        new("26b", "the account has a command of its own")
        {
            Inject = scene => Scene.SshdAsync(scene.Victim, "ForceCommand echo go away"),
            Expect = Expectation.Unreached(Expectation.AtOnce, "RD1009") with { Says = ["go away"] },
        },
        new("27", "start-up files print") { Verbs = [.. Some, "get", "exec"], Inject = scene => Bend.BashrcAsync(scene, "echo Welcome to $(hostname); echo $'\\x1b[31mred' >&2"), Expect = Expectation.Unharmed, Fast = true },
        new("27a", "start-up files end the shell") { Inject = scene => Bend.BashrcAsync(scene, "echo maintenance; exit 3"), Expect = Expectation.Unreached(Expectation.AtOnce, "RD1009") with { Says = ["maintenance"] } },
        new("27b", "start-up files eat standard input") { Inject = scene => Bend.BashrcAsync(scene, "cat >/dev/null"), Expect = Expectation.Unreached(Expectation.StalledFromStart, "RD1008", "RD1009") with { Victim = ["timedOut", "unreachable"] }, Disagrees = "a login shell that says nothing has two fifths of the stall timeout on top of the connect timeout, 18 s together" },
        new("27c", "start-up files are slow") { Inject = scene => Bend.BashrcAsync(scene, "sleep 3"), Expect = Expectation.Unharmed },
        new("27d", "start-up files print without end") { Inject = scene => Bend.BashrcAsync(scene, "yes"), Expect = Expectation.Unreached(Expectation.NoAnswer, "RD1009") },
        new("29", "one session for each connection") { Verbs = [.. Some, "get", "exec", "run"], Inject = scene => Scene.SshdAsync(scene.Victim, "MaxSessions 1"), Expect = Expectation.Unharmed },
        new("30", "a host that all others are reached through drops new connections")
        {
            Hosts = 4,
            Prepare = async scene =>
            {
                await Scene.SshdAsync(scene.Fleet["h1"], "MaxStartups 2:100:2");
                var config = await File.ReadAllTextAsync(scene.Fleet.ConfigFile);
                await File.WriteAllTextAsync(scene.Fleet.ConfigFile, "Host h2 h3 h4\n  ProxyJump h1\n" + config);
            },
            Expect = Expectation.Unharmed,
        },
        new("32", "the clock is a year ahead") { Verbs = ["deploy", "test"], Inject = scene => Bend.ReplaceAsync(scene, "exec $real -d '+1 year' \"$@\"", "date"), Expect = Expectation.Unharmed },
        new("32a", "files of the payload are from the future")
        {
            Prepare = scene =>
            {
                foreach (var file in Directory.EnumerateFiles(scene.New.Path))
                {
                    File.SetLastWriteTimeUtc(file, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
                }

                return Task.CompletedTask;
            },
            Expect = Expectation.Unharmed,
        },
    ];

    private static FaultCase Login(string id, string name, string shell) => new(id, name)
    {
        Verbs = [.. Some, "get", "exec"],
        Needs = shell,
        Inject = scene => Bend.ShellAsync(scene, TestSupport.Programs.Find(shell)!),
        Expect = Expectation.Unharmed,
    };
}
