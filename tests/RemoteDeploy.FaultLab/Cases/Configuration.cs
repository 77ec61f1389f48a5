using System.Globalization;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.FaultLab.Cases;

/// <summary>80 to 85, 48: what users have configured, rollbacks, very many hosts.</summary>
internal static class Configuration
{
    public static IReadOnlyList<FaultCase> All { get; } =
    [
        new("48", "200 hosts, and one of them is dead")
        {
            Hosts = 2,
            Needs = "nft",
            BeforeSeed = scene =>
            {
                scene.Judged = [];
                return Scene.OnAsync(scene.Fleet["h1"], "nproc >/run/nproc");
            },
            Prepare = PlayManyAsync,
            Inject = Network.BlackHoleAsync,
            Expect = new() { Exits = [21], Codes = [], Also = AllButOne },
            Cap = 200,
        },
        new("80", "the host is lost in a rollback")
        {
            Prepare = async scene =>
            {
                await scene.ToolAsync(scene.Activity.Arguments(scene));
                await scene.DisconnectAsync();
                scene.Arguments = ["rollback", .. scene.Where];
            },
            Inject = Network.CutAsync,
            Expect = new() { Exits = [21], Victim = ["unreachable"], Codes = ["RD1001", "RD1003"], VictimDone = true, Others = ["staged"], OthersDone = true, CleansWhileStruck = false },
        },
        new("81", "the user's own connections are kept")
        {
            Verbs = ["deploy", "exec"],
            Prepare = scene => ConfigureAsync(scene, $"ControlMaster auto\n  ControlPath {scene.In("tmp")}/%C\n  ControlPersist 600\n  SessionType none\n  RequestTTY force\n  RemoteCommand cat\n  ForwardAgent yes\n  LocalCommand touch {scene.In("local")}\n  PermitLocalCommand yes"),
            Expect = Expectation.Unharmed with { Also = scene => File.Exists(scene.In("local")) ? ["the LocalCommand was run"] : [] },
        },
        new("82", "a connection of the same name leads to another host")
        {
            Verbs = ["deploy", "exec"],
            Prepare = async scene =>
            {
                // Somebody's connection to h1, under the name that ssh_config has for h2.
                var socket = scene.In("foreign");
                await scene.Fleet.RunOnControllerAsync(Programs.Find("ssh")!, "-F", scene.Fleet.ConfigFile, "-o", "ControlMaster=yes", "-o", $"ControlPath={socket}", "-o", "ControlPersist=60", "-f", "-N", "h1");
                await ConfigureAsync(scene, $"ControlPath {socket}");
            },
            Expect = Expectation.Unharmed,
        },
        new("84", "the inventory is a bomb of aliases")
        {
            Prepare = async scene =>
            {
                var levels = Enumerable.Range(1, 30).Select(level => string.Create(CultureInfo.InvariantCulture, $"a{level}: &a{level} [*a{level - 1},*a{level - 1},*a{level - 1}]"));
                await File.WriteAllLinesAsync(Path.Combine(scene.Project, "remotedeploy.yml"), ["a0: &a0 [x]", .. levels]);
            },
            Expect = Expectation.Refused("RD0005", "RD0006", "RD0007") with { Also = Quickly },
        },
        new("84a", "the inventory is 100,000 levels deep")
        {
            Prepare = scene => File.WriteAllTextAsync(Path.Combine(scene.Project, "remotedeploy.yml"), "hosts: " + new string('[', 100_000)),
            Expect = Expectation.Refused("RD0005", "RD0007") with { Also = Quickly },
        },
        new("85", "md5 is refused by the host's programs, and sha256 is asked for")
        {
            Inject = scene => Bend.ReplaceAsync(scene, Refusal, "md5sum", "openssl"),
            Expect = Expectation.Unharmed,
        },
        new("85a", "md5 is refused by the host's programs, and asked for")
        {
            Options = ["--digest", "md5"],
            Inject = scene => Bend.ReplaceAsync(scene, Refusal, "md5sum", "openssl"),
            Expect = Expectation.Unfit("RD1010"),
            Disagrees = "the digest that was asked for is not exchanged for another one unasked: the message says which option works there",
        },
    ];

    private const string Refusal = "case \"$0 $*\" in *md5*) echo 'disabled for FIPS' >&2; exit 1 ;; esac; exec $real \"$@\"";

    private static IEnumerable<string> Quickly(Scene scene) =>
        scene.Run!.Seconds > 1 + Observing.Slack.Seconds ? [string.Create(CultureInfo.InvariantCulture, $"it took {scene.Run.Seconds:0.0} s to say so")] : [];

    private static async Task ConfigureAsync(Scene scene, string lines)
    {
        var config = await File.ReadAllTextAsync(scene.Fleet.ConfigFile);
        await File.WriteAllTextAsync(scene.Fleet.ConfigFile, $"Host {FaultCase.Victim}\n  {lines}\n{config}");
    }

    // One machine with 199 addresses and 199 bases plays the hosts that are well.
    private static async Task PlayManyAsync(Scene scene)
    {
        await scene.ToolAsync(["exec", "--on", "h1", "-F", scene.Fleet.ConfigFile, "--", "true"]);
        await Scene.OnAsync(scene.Fleet["h1"], "sed 's/^ListenAddress.*/ListenAddress 0.0.0.0/' /run/host/sshd_config >/run/all; cat /run/all >/run/host/sshd_config");
        await Scene.SshdAsync(scene.Fleet["h1"], "MaxStartups 300");
        await Scene.OnAsync(scene.Fleet["h1"], "for n in $(seq 1 199); do ip address add 10.77.100.$n/16 dev eth0; done");
        var key = (await File.ReadAllLinesAsync(scene.Fleet.KnownHosts)).Single(line => line.StartsWith(scene.Fleet["h1"].Address + " ", StringComparison.Ordinal));
        await File.AppendAllLinesAsync(scene.Fleet.KnownHosts, Enumerable.Range(1, 199).Select(number => key.Replace(scene.Fleet["h1"].Address, $"10.77.100.{number}", StringComparison.Ordinal)));
        var config = (await File.ReadAllTextAsync(scene.Fleet.ConfigFile)).Replace("Host h1 h2\n", "Host *\n", StringComparison.Ordinal);
        await File.WriteAllTextAsync(scene.Fleet.ConfigFile, config);
        var hosts = Enumerable.Range(1, 199).Select(number => $"  m{number}: {{address: 10.77.100.{number}, base: /srv/m{number}}}");
        await File.WriteAllLinesAsync(Path.Combine(scene.Project, "remotedeploy.yml"), ["app: app", "hosts:", .. hosts, "  h2:"]);
        scene.Arguments = ["deploy", scene.New.Path, "-F", scene.Fleet.ConfigFile, "--relay", "off", "--allow-failures", "1"];
    }

    private static IEnumerable<string> AllButOne(Scene scene)
    {
        var hosts = scene.Run!.Report!.Value.GetProperty("hosts").EnumerateArray().ToList();
        var activated = hosts.Count(host => host.GetProperty("outcome").GetString() == "activated");
        var whole = Enumerable.Range(1, 199).Count(number => scene.Fleet["h1"].Exists($"/srv/m{number}/app/current") && scene.New.Snapshot().DifferencesTo(scene.Fleet["h1"].Snapshot($"/srv/m{number}/app/current")).Count == 0);
        return (hosts.Count, activated, whole) == (200, 199, 199) ? [] : [$"{hosts.Count} hosts in the report, {activated} of them activated; {whole} have the payload"];
    }
}
