namespace RemoteDeploy.FaultLab.Cases;

/// <summary>1 to 7: hosts that are not reached at all.</summary>
internal static class Connections
{
    private static readonly string[] AllVerbs = ["deploy", "verify", "put", "get", "exec", "test", "run"];
    private static readonly string[] SomeVerbs = ["deploy", "exec"];

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        new("1", "connection refused")
        {
            Verbs = AllVerbs,
            Inject = scene => Scene.SshdAsync(scene.Victim, "Port 2222"),
            Heal = scene => Scene.SshdAsync(scene.Victim, "Port 22"),
            Expect = Expectation.Unreached(Expectation.AtOnce, "RD1001"),
            Fast = true,
        },
        new("2", "packets vanish")
        {
            Verbs = AllVerbs,
            Needs = "nft",
            Inject = Network.BlackHoleAsync,
            Heal = Network.LiftAsync,
            Expect = Expectation.Unreached(Expectation.NoAnswer, "RD1003"),
            Fast = true,
        },
        new("49", "packets of one host vanish, and the others are done long before it is given up")
        {
            Verbs = ["put", "get", "exec", "verify", "deploy"],
            Needs = "nft",
            Inject = Network.BlackHoleAsync,
            Expect = Expectation.Unreached(Expectation.NoAnswer, "RD1003") with { Also = Undelayed },
            Disagrees = "a deploy that allows no failure is left out: its hosts are switched together, so that all of them wait until the last one is decided, and no longer",
        },
        new("2d", "packets vanish, and 3 s are asked for")
        {
            Verbs = ["deploy", "put"],
            Options = ["--connect-timeout", "3s"],
            Needs = "nft",
            Inject = Network.BlackHoleAsync,
            Expect = Expectation.Unreached(4, "RD1003"),
        },
        new("2a", "the host takes connections and says nothing")
        {
            Verbs = SomeVerbs,
            Inject = Network.FreezeAsync,
            Heal = Network.ThawAsync,
            Expect = Expectation.Unreached(Expectation.NoAnswer, "RD1003") with { CleansWhileStruck = false },
        },
        new("2b", "no cable")
        {
            Inject = Network.CutAsync,
            Heal = Network.JoinAsync,
            Expect = Expectation.Unreached(Expectation.NoAnswer, "RD1001", "RD1003"),
        },
        new("2c", "no cable, and a connection of the run before is kept")
        {
            Verbs = SomeVerbs,
            Prepare = scene => scene.ToolAsync(["exec", .. scene.Where, "--", "true"]),
            Inject = Network.CutAsync,
            Heal = Network.JoinAsync,
            Expect = Expectation.Lost(Expectation.StalledFromStart, "RD1001", "RD1003", "RD1007", "RD1008"),
        },
        new("3", "the key is not accepted")
        {
            Verbs = AllVerbs,
            Inject = scene => scene.OnVictimAsync("mv ~/.ssh/authorized_keys /srv/away"),
            Heal = scene => scene.OnVictimAsync("mv /srv/away ~/.ssh/authorized_keys"),
            Expect = Expectation.Unreached(Expectation.AtOnce, "RD1004") with
            {
                CleansWhileStruck = false,
                Says = ["'root'"],
                Also = scene => Tries(scene.Victim.Log, "Connection closed by authenticating user") is > 1 and var tries ? [$"it tried {tries} times"] : [],
            },
            Fast = true,
        },
        new("4", "a password is asked for")
        {
            Verbs = SomeVerbs,
            Inject = scene => Scene.SshdAsync(scene.Victim, "PubkeyAuthentication no", "PasswordAuthentication yes", "KbdInteractiveAuthentication yes"),
            Heal = scene => Scene.SshdAsync(scene.Victim, "PubkeyAuthentication yes"),
            Expect = Expectation.Unreached(Expectation.AtOnce, "RD1004"),
        },
        new("4a", "the account has expired")
        {
            Inject = scene => scene.OnVictimAsync("cp /run/shadow /run/shadow.old; sed -i 's/^root:.*/root:*:19000:0:99999:7::19000:/' /run/shadow; cat /run/shadow >/run/s2; umount /etc/shadow; mount --bind /run/shadow /etc/shadow"),
            Heal = scene => scene.OnVictimAsync("umount /etc/shadow; mount --bind /run/shadow.old /etc/shadow"),
            Expect = Expectation.Unreached(Expectation.AtOnce, "RD1004"),
        },
        new("5", "the host has another key than is known")
        {
            Verbs = AllVerbs,
            Inject = KnownHosts.ExchangeAsync,
            Heal = KnownHosts.RestoreAsync,
            Expect = Expectation.Unreached(Expectation.AtOnce, "RD1006") with { Says = ["SHA256:", "ssh-keygen -R"] },
            Fast = true,
        },
        new("6", "the host's key is not known")
        {
            Verbs = SomeVerbs,
            Inject = KnownHosts.ForgetAsync,
            Heal = KnownHosts.RestoreAsync,
            Expect = Expectation.Unreached(Expectation.AtOnce, "RD1005") with { Says = ["ssh-keyscan"] },
        },
        new("7", "its name is not known")
        {
            Verbs = SomeVerbs,
            Inject = scene => Network.RenameAsync(scene, "no-such.invalid"),
            Expect = Expectation.Unreached(Expectation.NoAnswer, "RD1002"),
        },
        new("7a", "its name has two addresses, and one is dead")
        {
            Prepare = async scene =>
            {
                await File.WriteAllTextAsync(scene.In("hosts"), $"10.77.200.200 two.lab\n{scene.Victim.Address} two.lab\n127.0.0.1 localhost\n");
                await File.AppendAllTextAsync(scene.Fleet.KnownHosts, (await File.ReadAllLinesAsync(scene.Fleet.KnownHosts)).Single(line => line.StartsWith(scene.Victim.Address + " ", StringComparison.Ordinal)).Replace(scene.Victim.Address, "two.lab", StringComparison.Ordinal) + "\n");
                await Network.RenameAsync(scene, "two.lab");
                scene.Surroundings = $"mount --bind {scene.In("hosts")} /etc/hosts";
            },
            Expect = Expectation.Unharmed,
        },
    ];

    // What takes the others a second or two is not to be told together with what takes ten.
    private static IEnumerable<string> Undelayed(Scene scene)
    {
        var bad = scene.Run!.Said(0, FaultCase.Victim + ": ", "(RD");
        return scene.Fleet.Hosts
            .Where(host => host.Name != FaultCase.Victim && !(scene.Run.Said(0, $"{host.Name}: {scene.Activity.Successes[0]}") + 5 < bad))
            .Select(host => $"{host.Name} waits for the host that is lost");
    }

    private static int Tries(string log, string words) => log.Split('\n').Count(line => line.Contains(words, StringComparison.Ordinal));
}
