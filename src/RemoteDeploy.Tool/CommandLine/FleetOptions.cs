using System.CommandLine;
using RemoteDeploy.Payload;

namespace RemoteDeploy.Tool.CommandLine;

/// <summary>The options that every verb about hosts has.</summary>
internal sealed class FleetOptions
{
    public FleetOptions(Surroundings here)
    {
        On.CompletionSources.Add(context => InventoryWords.ForSelector(context, this, here));
    }

    public Option<string?> Inventory { get; } = new("--inventory", "-i")
    {
        Description = "File with hosts and settings [default: remotedeploy.yml or testenvironments.json in the working folder]",
        HelpName = "FILE",
    };

    public Option<string?> On { get; } = new("--on")
    {
        Description = "Hosts to use, such as lab[01-40]&@arm64!@sick, user@host:port or local:name [default: all of the inventory]",
        HelpName = "SELECTOR",
    };

    public Option<string?> SshConfig { get; } = new("--ssh-config", "-F") { Description = "ssh_config file handed to ssh [default: your own]", HelpName = "FILE" };

    public Option<string?> App { get; } = new("--app") { Description = "Application: the folder below the base [default: app]", HelpName = "NAME" };

    public Option<string?> Base { get; } = new("--base")
    {
        Description = "Folder on the hosts that holds all applications, '~/...' in quotes or absolute (local: hosts take that below their folder) [default: ~/.remotedeploy]",
        HelpName = "DIR",
    };

    public Option<DigestAlgorithm?> Digest { get; } = ValueOption.Digest(
        "--digest",
        "Proof of content: md5 finds corruption, sha256 finds an attacker as well [default: sha256]");

    public Option<int?> Forks { get; } = ValueOption.Count("--forks", "Hosts worked on at the same time [default: 32]");

    public Option<TimeSpan?> Timeout { get; } = ValueOption.Duration("--timeout", "Deadline of the whole run on each host, such as 90s or 5m [default: none]");

    public Option<TimeSpan?> ConnectTimeout { get; } = ValueOption.Duration("--connect-timeout", "Deadline for connecting to a host [default: 10s]");

    public Option<TimeSpan?> StallTimeout { get; } = ValueOption.Duration("--stall-timeout", "A host from which nothing comes for this long is given up [default: 20s]");

    public Option<double?> MinRate { get; } = ValueOption.Rate("--min-rate", "A transfer that is slower, on the average of the stall timeout, is given up [default: 8kbit]");

    public Option<bool> Json { get; } = JsonOption();

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Only say what would be done" };

    public Option<bool> NoColor { get; } = NoColorOption();

    /// <summary>For verbs that print but concern no hosts.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "Print one JSON document and nothing else" };

    /// <inheritdoc cref="JsonOption"/>
    public static Option<bool> NoColorOption() => new("--no-color") { Description = "No colours, as with the environment variable NO_COLOR" };

    public void AddTo(Command verb)
    {
        foreach (var option in new Option[] { Inventory, On, SshConfig, App, Base, Digest, Forks, Timeout, ConnectTimeout, StallTimeout, MinRate, Json, DryRun, NoColor })
        {
            verb.Add(option);
        }
    }
}
