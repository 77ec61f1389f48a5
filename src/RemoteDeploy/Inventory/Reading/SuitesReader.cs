using RemoteDeploy.Faults;
using RemoteDeploy.Inventory.Documents;
using RemoteDeploy.Inventory.Selection;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Inventory.Reading;

/// <summary>Reads <c>suites:</c>, a list or a mapping of names to settings.</summary>
internal sealed class SuitesReader
{
    private readonly ValueReader values;
    private readonly HostInventory inventory;
    private readonly List<TestSuite> suites = [];

    // Names become parts of file names, and some file systems do not tell case.
    private readonly Dictionary<string, int> lineOf = new(StringComparer.OrdinalIgnoreCase);

    internal SuitesReader(ValueReader values, HostInventory inventory)
    {
        this.values = values.With(FaultCatalog.BadSuite);
        this.inventory = inventory;
    }

    /// <summary>True where hosts and groups are known, so that a selector can be held against them.</summary>
    internal bool ChecksSelectors { get; init; }

    internal IReadOnlyList<TestSuite> Read(Node node)
    {
        switch (node)
        {
            case Node.Sequence list:
                foreach (var item in list.Items)
                {
                    ReadSuite(null, item);
                }

                break;
            case Node.Scalar { IsNull: true } or Node.Refused:
                break;
            default:
                foreach (var (name, settings) in values.Mapping("suites", node)?.Entries ?? [])
                {
                    ReadSuite(name, settings);
                }

                break;
        }

        return suites;
    }

    private void ReadSuite(Node.Scalar? key, Node node)
    {
        if (values.Mapping("suites", node) is not { } mapping)
        {
            return;
        }

        var name = key;
        var suite = new TestSuite { Name = "", Location = values.Findings.At((key ?? node).At) };
        var fields = new Dictionary<string, Action<Node>>(StringComparer.Ordinal)
        {
            ["command"] = value => suite = suite with { Command = values.Text("command", value) },
            ["tests"] = value => suite = suite with { TestAssembly = values.Text("tests", value, IsInPayload, "a file of the payload, relative to it") },
            ["arguments"] = value => suite = suite with { Arguments = Arguments(value) },
            ["results"] = value => suite = suite with { Results = values.Text("results", value, IsInPayload, "a glob relative to the release, such as out/*.trx") },
            ["timeout"] = value => suite = suite with { Timeout = values.Span("timeout", value) ?? suite.Timeout },
            ["environment"] = value => suite = suite with { Environment = Environment(value) },
            ["on"] = value => suite = suite with { On = On(value) },
        };
        fields.Add("name", value => name = key is null ? values.Scalar("name", value) : RefuseName(key, value));

        values.Fields(mapping, "a suite", fields);
        Check(mapping);
        if (name is not null && CheckName(name))
        {
            suites.Add(suite with { Name = name.Text });
        }
        else if (name is null && !Has(mapping, "name"))
        {
            values.Bad(node.At, "a suite has no name", "Give it one: name: smoke");
        }
    }

    private void Check(Node.Mapping mapping)
    {
        if (Has(mapping, "command") == Has(mapping, "tests"))
        {
            values.Bad(
                mapping.At,
                Has(mapping, "tests") ? "a suite has either tests or a command, not both" : "a suite has neither tests nor a command",
                "Give it 'tests: My.Tests.dll' or 'command: ./smoke.sh'");
        }
    }

    private Node.Scalar RefuseName(Node.Scalar key, Node value)
    {
        values.Bad(value.At, $"the suite is named {Findings.Show(key.Text)} by its key already", "Remove 'name'");
        return key;
    }

    private bool CheckName(Node.Scalar name)
    {
        if (name.Text.Length is 0 or > 100 || name.Text[0] is '.' or '-' || !Labels.IsName(name.Text))
        {
            values.Bad(name.At, $"a suite's name has up to 100 letters, digits, '.', '_' and '-', and starts with a letter or digit, not {Findings.Show(name.Text)}");
            return false;
        }

        if (lineOf.TryAdd(name.Text, name.At.Line))
        {
            return true;
        }

        values.Findings.Add(FaultCatalog.NameCollision, name.At, $"two suites are called {Findings.Show(name.Text)}, the first in line {lineOf[name.Text]}", "Rename one");
        return false;
    }

    private IReadOnlyList<string> Arguments(Node node)
    {
        if (node is not Node.Scalar { IsNull: false } line)
        {
            return [.. (values.Scalars("arguments", node) ?? []).Select(argument => argument.Text)];
        }

        if (ShellWords.TrySplit(line.Text, out var words, out var problem))
        {
            return words;
        }

        values.Bad(node.At, $"'arguments' cannot be split: {problem}", "Write them as a list");
        return [];
    }

    private Dictionary<string, string> Environment(Node node)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values.Mapping("environment", node)?.Entries ?? [])
        {
            if (!IsVariable(name.Text))
            {
                values.Bad(name.At, $"a variable has only letters, digits and '_' in its name and does not start with a digit, not {Findings.Show(name.Text)}");
            }
            else if (value is Node.Scalar { IsNull: true, Text: "" })
            {
                variables[name.Text] = "";
            }
            else if (value is Node.Scalar { Text: var text } && !text.Contains('\0', StringComparison.Ordinal))
            {
                variables[name.Text] = text;
            }
            else if (value is not Node.Refused)
            {
                values.Bad(value.At, $"the variable {name.Text} is a text without NUL characters, found {value.Kind}");
            }
        }

        return variables;
    }

    /// <summary>A selector that names what does not exist is found here, not when the deploy is over.</summary>
    private string? On(Node node)
    {
        var text = values.Text("on", node);
        if (!Selector.TryParse(text, out var selector, out var fault))
        {
            values.Findings.Add(fault with { Location = values.Findings.At(node.At) });
        }
        else if (text is not null && ChecksSelectors && inventory.Pick(selector) is { Succeeded: false } failed)
        {
            foreach (var unknown in failed.Faults)
            {
                values.Findings.Add(unknown with { Location = values.Findings.At(node.At) });
            }
        }

        return text;
    }

    private static bool Has(Node.Mapping mapping, string key) => mapping.Entries.Any(entry => entry.Key.Text == key);

    private static bool IsInPayload(string path) =>
        !path.StartsWith('/') && !path.StartsWith('~') && !path.Split('/').Contains("..", StringComparer.Ordinal);

    private static bool IsVariable(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
