using RemoteDeploy.Faults;
using RemoteDeploy.Inventory.Documents;
using RemoteDeploy.Inventory.Selection;
using RemoteDeploy.Pool;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Inventory.Reading;

/// <summary>Reads <c>suites:</c>, a list or a mapping of names to settings.</summary>
internal sealed class SuitesReader
{
    private static readonly string[] UnitKeys = ["units", "unitsFile", "unitsFrom"];
    private static readonly string[] PoolKeys = ["unit", .. UnitKeys, "spares"];

    private readonly ValueReader values;
    private readonly HostInventory inventory;
    private readonly List<TestSuite> suites = [];
    private TestSuite suite = new() { Name = "" };

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
        suite = new TestSuite { Name = "", Location = values.Findings.At((key ?? node).At) };
        var fields = Fields();
        fields.Add("name", value => name = key is null ? values.Scalar("name", value) : RefuseName(key, value));

        values.Fields(mapping, "a suite", fields);
        Check(mapping);
        if (name is not null && CheckName(name))
        {
            suites.Add(suite with { Name = name.Text, Units = Units(mapping, name.Text) });
        }
        else if (name is null && Value(mapping, "name") is null)
        {
            values.Bad(node.At, "a suite has no name", "Give it one: name: smoke");
        }
    }

    // All of a suite's keys but its name.
    private Dictionary<string, Action<Node>> Fields() => new(StringComparer.Ordinal)
    {
        ["command"] = value => suite = suite with { Command = values.Text("command", value) },
        ["tests"] = value => suite = suite with { TestAssembly = values.Text("tests", value, IsInPayload, "a file of the payload, relative to it") },
        ["arguments"] = value => suite = suite with { Arguments = values.Words("arguments", value) ?? [] },
        ["results"] = value => suite = suite with { Results = values.Text("results", value, IsInPayload, "a glob relative to the release, such as out/*.trx") },
        ["timeout"] = value => suite = suite with { Timeout = values.Span("timeout", value) ?? suite.Timeout },
        ["environment"] = value => suite = suite with { Environment = Environment(value) },
        ["on"] = value => suite = suite with { On = Hosts("on", value) },
        ["mode"] = value => suite = suite with { Mode = values.Parsed<SuiteMode>("mode", value, SuiteModes.TryParse, SuiteModes.Accepted) ?? suite.Mode },
        ["unit"] = value => suite = suite with { Unit = values.Parsed<UnitSize>("unit", value, UnitSizes.TryParse, UnitSizes.Accepted) ?? suite.Unit },
        ["units"] = _ => { },
        ["unitsFile"] = _ => { },
        ["unitsFrom"] = value => suite = suite with { UnitsFrom = values.Program("unitsFrom", value) ?? [] },
        ["retries"] = value => suite = suite with { Retries = values.Number("retries", value, 0, SuiteCheck.MostRetries) ?? 0 },
        ["requires"] = value => suite = suite with { Requires = values.Requirements("requires", value) },
        ["spares"] = value => suite = suite with { Spares = Hosts("spares", value) },
        ["setUp"] = value => suite = suite with { SetUp = values.Program("setUp", value) ?? [] },
        ["tearDown"] = value => suite = suite with { TearDown = values.Program("tearDown", value) ?? [] },
        ["artifacts"] = value => suite = suite with { Artifacts = Globs(value) },
        ["artifactsCap"] = value => suite = suite with { ArtifactsCap = values.Parsed<long>("artifactsCap", value, DataSize.TryParse, DataSize.Accepted) ?? suite.ArtifactsCap },
    };

    private IReadOnlyList<TestUnit> Units(Node.Mapping mapping, string name)
    {
        var reader = new UnitsReader(values, name, isCommand: Value(mapping, "command") is null && Value(mapping, "tests") is null);
        return Value(mapping, "units") is { } list ? reader.Read(list) : Value(mapping, "unitsFile") is { } file ? reader.ReadFile(file) : [];
    }

    private void Check(Node.Mapping mapping)
    {
        var (hasTests, hasCommand) = (Value(mapping, "tests") is not null, Value(mapping, "command") is not null);
        var units = UnitKeys.Where(key => Value(mapping, key) is not null).ToList();
        if (hasTests && hasCommand)
        {
            values.Bad(mapping.At, "a suite has either tests or a command, not both", "Make two suites of it");
        }
        else if (!hasTests && !hasCommand && units.Count == 0)
        {
            values.Bad(mapping.At, "a suite has neither tests nor a command", "Give it 'tests: My.Tests.dll', 'command: ./smoke.sh', or 'units:' that are commands");
        }

        if (!hasTests && !hasCommand && units.Count > 0 && Value(mapping, "arguments") is { } arguments)
        {
            values.Bad(arguments.At, "'arguments' are for tests or a command, and the suite has neither", "Write them into the units");
        }

        if (units.Count > 1)
        {
            values.Bad(Value(mapping, units[1])!.At, $"a suite has one of {string.Join(", ", UnitKeys)}, not '{units[0]}' and '{units[1]}'", "Remove one of the two");
        }

        CheckPool(mapping, hasTests);
    }

    private void CheckPool(Node.Mapping mapping, bool hasTests)
    {
        if (!hasTests && suite.Unit != UnitSize.Suite && Value(mapping, "unit") is { } unit)
        {
            values.Bad(unit.At, "only 'tests' can be asked for their classes and tests", "Write the units down: units:, unitsFile: or unitsFrom:");
        }

        // A mode that cannot be was told already.
        if (suite.Mode != SuiteMode.Pool && (Value(mapping, "mode") is null || SuiteModes.TryParse((Value(mapping, "mode") as Node.Scalar)?.Text, out _)))
        {
            foreach (var key in PoolKeys.Where(key => Value(mapping, key) is not null))
            {
                values.Bad(Value(mapping, key)!.At, $"'{key}' is for suites that hosts share, and this one runs whole on {(suite.Mode == SuiteMode.Any ? "one host" : "every host")}", "Add 'mode: pool' to the suite");
            }
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

    private List<string> Globs(Node node)
    {
        var globs = values.Scalars("artifacts", node) ?? [];
        foreach (var glob in globs.Where(glob => glob.Text.Length == 0 || glob.Text.Any(char.IsControl) || !IsInPayload(glob.Text)))
        {
            values.Bad(glob.At, $"'artifacts' is globs relative to the suite's folder, such as logs/*.txt, not {Findings.Show(glob.Text)}");
        }

        return [.. globs.Select(glob => glob.Text)];
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
    private string? Hosts(string key, Node node)
    {
        var text = values.Text(key, node);
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

    private static Node? Value(Node.Mapping mapping, string key) => mapping.Entries.FirstOrDefault(entry => entry.Key.Text == key).Value;

    private static bool IsInPayload(string path) =>
        !path.StartsWith('/') && !path.StartsWith('~') && !path.Split('/').Contains("..", StringComparer.Ordinal);

    private static bool IsVariable(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
