using RemoteDeploy.Faults;
using RemoteDeploy.Inventory.Documents;
using RemoteDeploy.Inventory.Selection;
using RemoteDeploy.Payload;
using RemoteDeploy.Planning;
using RemoteDeploy.Probing;

namespace RemoteDeploy.Inventory.Reading;

/// <summary>Reads <c>remotedeploy.yml</c> once it is nodes.</summary>
internal sealed class InventoryReader(Findings findings, string path)
{
    private static readonly Node Nothing = new Node.Scalar("", IsPlain: true, new Mark(1, 1));

    private readonly ValueReader values = new(findings, Path.GetDirectoryName(path)!, FaultCatalog.BadValue);
    private InventorySettings settings = new();
    private Node defaultsNode = Nothing;
    private Node hostsNode = Nothing;
    private Node groupsNode = Nothing;
    private Node suitesNode = Nothing;
    private Node linksNode = Nothing;

    /// <summary>The inventory. It means nothing when there are findings afterwards.</summary>
    internal HostInventory Read(Node root)
    {
        if (root is not Node.Mapping file)
        {
            values.Bad(root.At, $"the file holds keys with values, found {root.Kind}", "Start it with: version: 1");
            return HostInventory.Empty;
        }

        values.Fields(file, "the file", Fields());
        var defaults = new HostSettingsReader(values).Read(values.Mapping("defaults", defaultsNode) ?? new Node.Mapping([], root.At), "defaults");
        var before = findings.Count;
        var hosts = new HostsReader(values, defaults);
        var groups = new GroupsReader(values, hosts.Read(hostsNode)) { HostsAreComplete = hosts.IsComplete };
        var inventory = new HostInventory { File = path, Hosts = groups.Read(groupsNode), Groups = groups.Groups, Defaults = defaults, Settings = settings };
        var checksSelectors = inventory.Hosts.Count > 0 && findings.Count == before;
        var suites = new SuitesReader(values, inventory) { ChecksSelectors = checksSelectors };
        var links = new LinksReader(values, inventory) { ChecksSelectors = checksSelectors };
        return inventory with { Suites = suites.Read(suitesNode), Links = links.Read(linksNode) };
    }

    private Dictionary<string, Action<Node>> Fields() => new(StringComparer.Ordinal)
    {
        ["version"] = node => values.Number("version", node, 1, 1),
        ["app"] = node => settings = settings with { App = values.Text("app", node, IsAppName, "letters, digits, '.', '_' and '-', starting with a letter or digit") },
        ["payload"] = node => settings = settings with { Payload = values.LocalPath("payload", node) },
        ["base"] = node => settings = settings with { Base = values.RemoteFolder("base", node) },
        ["release"] = node => settings = settings with { Version = values.Text("release", node, IsReleaseName, "letters, digits, '.', '_', '+' and '-', starting with a letter or digit") },
        ["digest"] = node => settings = settings with { Digest = values.Parsed<DigestAlgorithm>("digest", node, TryParseDigest, "md5 or sha256") },
        ["keep"] = node => settings = settings with { Keep = values.Number("keep", node, 1, 1000) },
        ["forks"] = node => settings = settings with { Forks = values.Number("forks", node, 1, 1000) },
        ["timeout"] = node => settings = settings with { Timeout = values.Span("timeout", node) },
        ["connectTimeout"] = node => settings = settings with { ConnectTimeout = values.Span("connectTimeout", node) },
        ["stallTimeout"] = node => settings = settings with { StallTimeout = values.Span("stallTimeout", node) },
        ["minRate"] = node => settings = settings with { MinRate = values.Parsed<double>("minRate", node, LinkRate.TryParse, LinkRate.Accepted) },
        ["verify"] = node => settings = settings with { Verify = values.Parsed<VerifyMode>("verify", node, TryParseVerify, "full or recorded") },
        ["allowFailures"] = node => settings = settings with { AllowFailures = values.Parsed<FailureAllowance>("allowFailures", node, FailureAllowance.TryParse, "a number of hosts (2) or a share of them (10%)") },
        ["relay"] = node => settings = settings with { Relay = values.Parsed<RelayMode>("relay", node, RelayModes.TryParse, RelayModes.Accepted) },
        ["links"] = node => linksNode = node,
        ["sshConfig"] = node => settings = settings with { SshConfig = values.LocalPath("sshConfig", node) },
        ["requires"] = node => settings = settings with { Requires = Requires(node) },
        ["afterCopy"] = node => settings = settings with { AfterCopy = AfterCopy(node) },
        ["history"] = node => settings = settings with { HistoryFile = values.LocalPath("history", node) },
        ["maxFailures"] = node => settings = settings with { MaxFailures = values.Number("maxFailures", node, 1, 1_000_000) },
        ["failOnFlaky"] = node => settings = settings with { FailOnFlaky = values.Flag("failOnFlaky", node) },
        ["defaults"] = node => defaultsNode = node,
        ["hosts"] = node => hostsNode = node,
        ["groups"] = node => groupsNode = node,
        ["suites"] = node => suitesNode = node,
    };

    private List<Requirement> Requires(Node node)
    {
        var requirements = new List<Requirement>();
        foreach (var text in values.Scalars("requires", node) ?? [])
        {
            if (Requirement.TryParse(text.Text, out var requirement))
            {
                requirements.Add(requirement!);
            }
            else
            {
                values.Bad(text.At, $"'requires' is a runtime and a version range, such as Microsoft.NETCore.App [10.0,11.0), not {Findings.Show(text.Text)}");
            }
        }

        return requirements;
    }

    private List<string>? AfterCopy(Node node)
    {
        var words = values.Scalars("afterCopy", node)?.Select(word => word.Text).ToList();
        if (words is null || (words.Count > 0 && words[0].Length > 0))
        {
            return words;
        }

        values.Bad(node.At, "'afterCopy' names no program", "Write the program and its arguments as a list: [./prepare.sh, --fast]");
        return null;
    }

    private static bool TryParseVerify(string text, out VerifyMode verify)
    {
        verify = text.Equals("full", StringComparison.OrdinalIgnoreCase) ? VerifyMode.Full : VerifyMode.Recorded;
        return verify == VerifyMode.Full || text.Equals("recorded", StringComparison.OrdinalIgnoreCase);
    }

    private static bool TryParseDigest(string text, out DigestAlgorithm digest)
    {
        digest = text.Equals("sha256", StringComparison.OrdinalIgnoreCase) ? DigestAlgorithm.Sha256 : DigestAlgorithm.Md5;
        return digest == DigestAlgorithm.Sha256 || text.Equals("md5", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsAppName(string name) => char.IsAsciiLetterOrDigit(name[0]) && Labels.IsName(name);

    private static bool IsReleaseName(string name) => char.IsAsciiLetterOrDigit(name[0]) && Labels.IsName(name.Where(character => character != '+'));
}
