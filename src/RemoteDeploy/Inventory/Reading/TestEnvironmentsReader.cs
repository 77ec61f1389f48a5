using RemoteDeploy.Faults;
using RemoteDeploy.Inventory.Documents;
using RemoteDeploy.Inventory.Selection;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Inventory.Reading;

/// <summary>
/// Reads <c>testenvironments.json</c>, the list of test machines that Visual Studio keeps beside a solution. The file is not ours: keys
/// we do not know are left alone, and environments that are not reached over SSH are left out with a note.
/// </summary>
internal sealed class TestEnvironmentsReader(Findings findings, string path)
{
    private readonly ValueReader values = new(findings, Path.GetDirectoryName(path)!, FaultCatalog.BadValue);
    private readonly List<Host> hosts = [];
    private readonly List<string> notes = [];
    private readonly Dictionary<string, int> lineOf = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The inventory. It means nothing when there are findings afterwards.</summary>
    internal HostInventory Read(Node root)
    {
        if (root is not Node.Mapping file || Find(file, "environments") is not Node.Sequence environments)
        {
            values.Bad(root.At, "the file has no list 'environments'", "Write {\"version\": \"1\", \"environments\": [...]}");
            return HostInventory.Empty;
        }

        foreach (var item in environments.Items)
        {
            if (values.Mapping("environments", item) is { } environment)
            {
                ReadEnvironment(environment);
            }
        }

        return new HostInventory { File = path, Hosts = hosts, Notes = notes };
    }

    private void ReadEnvironment(Node.Mapping environment)
    {
        var name = Required(environment, "name");
        var type = Required(environment, "type");
        if (name is null || type is null || !IsNew(name))
        {
            return;
        }

        if (!type.Text.Equals("ssh", StringComparison.OrdinalIgnoreCase))
        {
            notes.Add($"environment {Findings.Show(name.Text)} has the type {Findings.Show(type.Text)} and is left out: only ssh is read");
            return;
        }

        if (Required(environment, "remoteUri") is { } uri && ToEndpoint(uri) is { } endpoint && ToHostName(name) is { } hostName)
        {
            hosts.Add(new HostDefaults().ToHost(endpoint, hostName, findings.At(environment.At)));
        }
    }

    private Node.Scalar? Required(Node.Mapping environment, string key)
    {
        if (Find(environment, key) is { } value)
        {
            return values.Scalar(key, value);
        }

        values.Bad(environment.At, $"an environment has no '{key}'");
        return null;
    }

    /// <summary>
    /// Environments have names for people (<c>Ubuntu 22</c>), hosts have names for selectors: what a selector could not say becomes a
    /// dash. Two environments that end up with one name are refused.
    /// </summary>
    private string? ToHostName(Node.Scalar name)
    {
        var dashed = string.Concat(name.Text.Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' ? character : '-'));
        var hostName = string.Join('-', dashed.Split('-', StringSplitOptions.RemoveEmptyEntries)).TrimStart('.');
        if (!Endpoint.TryParse(hostName, out _, out var problem))
        {
            values.Bad(name.At, $"no host can be named after the environment {Findings.Show(name.Text)}: {problem}", "Give it a name with letters or digits");
            return null;
        }

        if (hostName != name.Text)
        {
            notes.Add($"environment {Findings.Show(name.Text)} is the host '{hostName}'");
        }

        return hostName == name.Text || IsNew(name with { Text = hostName }) ? hostName : null;
    }

    private bool IsNew(Node.Scalar name)
    {
        if (lineOf.TryAdd(name.Text, name.At.Line))
        {
            return true;
        }

        findings.Add(
            FaultCatalog.NameCollision,
            name.At,
            $"two environments are called {Findings.Show(name.Text)}, the first in line {lineOf[name.Text]}",
            "Rename one");
        return false;
    }

    private Endpoint? ToEndpoint(Node.Scalar uri)
    {
        var problem = "it starts with ssh://";
        if (uri.Text.StartsWith("ssh://", StringComparison.Ordinal) && Endpoint.TryParse(uri.Text, out var endpoint, out problem))
        {
            return endpoint;
        }

        values.Bad(uri.At, $"'remoteUri' is ssh://user@host:port, not {SafeText.Line(uri.Text, 80)}: {problem}");
        return null;
    }

    private static Node? Find(Node.Mapping mapping, string key) =>
        mapping.Entries.Where(entry => entry.Key.Text == key).Select(entry => entry.Value).FirstOrDefault();
}
