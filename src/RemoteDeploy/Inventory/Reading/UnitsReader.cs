using RemoteDeploy.Inventory.Documents;
using RemoteDeploy.Pool;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Inventory.Reading;

/// <summary>Reads <c>units:</c> and <c>unitsFile:</c> of a suite.</summary>
/// <param name="values">Reads single values.</param>
/// <param name="suite">Name of the suite.</param>
/// <param name="isCommand">True when a unit is a whole command, because the suite has none.</param>
internal sealed class UnitsReader(ValueReader values, string suite, bool isCommand)
{
    private readonly Dictionary<string, int> lineOf = new(StringComparer.Ordinal);
    private readonly List<TestUnit> units = [];

    /// <summary>Reads <c>units:</c>, a list of command lines and of mappings.</summary>
    internal IReadOnlyList<TestUnit> Read(Node node)
    {
        if (node is not Node.Sequence { Items: { Count: > 0 } items })
        {
            if (node is not Node.Refused)
            {
                values.Bad(node.At, $"'units' is a list with at least one unit, found {(node is Node.Sequence ? "an empty one" : node.Kind)}", "Write each on a line of its own: - ./check.sh --fast");
            }

            return [];
        }

        foreach (var item in items)
        {
            if (item is Node.Scalar { IsNull: false } line)
            {
                Add(line, values.Words("units", line), unit => unit);
            }
            else if (values.Mapping("units", item) is { } mapping)
            {
                ReadUnit(mapping);
            }
        }

        return units;
    }

    /// <summary>Reads the file that <c>unitsFile:</c> names.</summary>
    internal IReadOnlyList<TestUnit> ReadFile(Node node)
    {
        if (values.LocalPath("unitsFile", node) is not { } path)
        {
            return [];
        }

        if (path.StartsWith("~/", StringComparison.Ordinal))
        {
            values.Bad(node.At, "'unitsFile' is relative to this file, or absolute, not below ~", "Put it beside this file");
            return [];
        }

        if (CommandList.Load(suite, path).TryGet(out var read, out var faults))
        {
            return read;
        }

        foreach (var fault in faults)
        {
            values.Findings.Add(fault with { Location = values.Findings.At(node.At) });
        }

        return [];
    }

    private void ReadUnit(Node.Mapping mapping)
    {
        Node.Scalar? name = null;
        IReadOnlyList<string>? words = null;
        Node? said = null;
        var unit = new TestUnit(suite, "");
        var fields = new Dictionary<string, Action<Node>>(StringComparer.Ordinal)
        {
            ["name"] = node => name = values.Scalar("name", node),
            ["command"] = node => (said, words) = (node, isCommand ? values.Program("command", node) : Refuse("command", "arguments", node)),
            ["arguments"] = node => (said, words) = (node, isCommand ? Refuse("arguments", "command", node) : values.Words("arguments", node)),
            ["duration"] = node => unit = unit with { Declared = values.Span("duration", node) },
            ["timeout"] = node => unit = unit with { Timeout = values.Span("timeout", node) },
            ["retries"] = node => unit = unit with { Retries = values.Number("retries", node, 0, SuiteCheck.MostRetries) },
            ["requires"] = node => unit = unit with { Requires = values.Requirements("requires", node) },
            ["destructive"] = node => unit = unit with { IsDestructive = values.Flag("destructive", node) ?? false },
        };
        values.Fields(mapping, "a unit", fields);
        if (said is null)
        {
            values.Bad(mapping.At, isCommand ? "a unit has no command" : "a unit has no arguments", isCommand ? "Give it one: command: ./check.sh" : "Give it some: arguments: -class My.Tests.Slow");
        }
        else
        {
            var text = said is Node.Scalar { IsNull: false } line ? line.Text.Trim() : string.Join(' ', (words ?? []).Select(ReplayCommand.Quoted));
            Add(name ?? new Node.Scalar(text, IsPlain: false, mapping.At), words, made => unit with { Name = made.Name, Arguments = made.Arguments });
        }
    }

    private IReadOnlyList<string>? Refuse(string key, string instead, Node node)
    {
        values.Bad(node.At, isCommand ? $"a unit of a suite without a command has a command of its own, not '{key}'" : $"a unit of a suite that has a program has arguments for it, not '{key}'", $"Write '{instead}'");
        return null;
    }

    private void Add(Node.Scalar name, IReadOnlyList<string>? words, Func<TestUnit, TestUnit> complete)
    {
        var text = name.Text.Trim();
        if (words is null)
        {
            return;
        }

        if (text.Length is 0 or > 1000 || text.Any(char.IsControl))
        {
            values.Bad(name.At, $"a unit's name has 1 to 1000 characters and no control characters, not {Findings.Show(text)}", "Give it one: name: check");
        }
        else if (isCommand && words is ([] or ["", ..]))
        {
            values.Bad(name.At, "a unit names no program");
        }
        else if (!lineOf.TryAdd(text, name.At.Line))
        {
            values.Bad(name.At, $"two units are called {Findings.Show(text)}, the first in line {lineOf[text]}", "Give each a name of its own: results could not be told apart");
        }
        else
        {
            units.Add(complete(new TestUnit(suite, text) { Arguments = words }));
        }
    }
}
