using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory.Documents;
using RemoteDeploy.Pool;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Inventory.Reading;

/// <summary>Reads single values. Each method returns null after saying what is wrong with the value, so that callers go on with the next.</summary>
/// <param name="findings">Takes what is wrong.</param>
/// <param name="folder">The file's folder, which relative paths of this machine start from.</param>
/// <param name="badValue">The code of a value that cannot be.</param>
internal sealed class ValueReader(Findings findings, string folder, FaultCode badValue)
{
    internal delegate bool TryParser<T>(string text, out T value);

    internal Findings Findings { get; } = findings;

    internal ValueReader With(FaultCode code) => new(Findings, folder, code);

    internal void Bad(Mark at, string message, string? advice = null) => Findings.Add(badValue, at, message, advice);

    /// <summary>A scalar with something in it.</summary>
    internal Node.Scalar? Scalar(string key, Node node)
    {
        switch (node)
        {
            case Node.Scalar { IsNull: false } scalar:
                return scalar;
            case Node.Refused:
                return null;
            default:
                Bad(node.At, $"'{key}' is a text, found {node.Kind}", node is Node.Scalar ? $"Give '{key}' a value, or remove the line" : null);
                return null;
        }
    }

    /// <summary>Text on one line.</summary>
    internal string? Text(string key, Node node)
    {
        var text = Scalar(key, node)?.Text;
        if (text is not null && (text.Length == 0 || text.Any(char.IsControl)))
        {
            Bad(node.At, text.Length == 0 ? $"'{key}' is empty" : $"'{key}' has a line break or another control character");
            return null;
        }

        return text;
    }

    internal string? Text(string key, Node node, Func<string, bool> fits, string expected)
    {
        var text = Text(key, node);
        return text is null || fits(text) ? text : Refuse<string>(key, node, text, expected);
    }

    internal T? Parsed<T>(string key, Node node, TryParser<T> parser, string expected)
        where T : struct
    {
        var text = Text(key, node);
        if (text is null)
        {
            return null;
        }

        if (parser(text, out var value))
        {
            return value;
        }

        Refuse<string>(key, node, text, expected);
        return null;
    }

    internal int? Number(string key, Node node, int least, int most) => Parsed(
        key,
        node,
        (string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most,
        $"a number from {least} to {most}");

    /// <summary>A duration above zero.</summary>
    internal TimeSpan? Span(string key, Node node)
    {
        var text = Text(key, node);
        if (text is null)
        {
            return null;
        }

        if (Duration.TryParse(text, out var span, out var problem) && span > TimeSpan.Zero)
        {
            return span;
        }

        Bad(node.At, $"'{key}': {(problem.Length > 0 ? problem : "a duration of zero would never let anything happen")}");
        return null;
    }

    /// <summary>A path of this machine. <c>~/…</c> stays as it is: whose home that is, only the faces know.</summary>
    internal string? LocalPath(string key, Node node)
    {
        var text = Text(key, node);
        return text is null || text.StartsWith("~/", StringComparison.Ordinal) ? text : Path.GetFullPath(text, folder);
    }

    /// <summary>A folder of a host.</summary>
    internal string? RemoteFolder(string key, Node node) => Text(
        key,
        node,
        text => text.StartsWith('/') || text.StartsWith("~/", StringComparison.Ordinal),
        "a folder of the host: absolute, or ~/… of the remote user");

    /// <summary>A list of texts, or one text for a list of one. White space and line breaks in them are data; NUL cannot be passed on.</summary>
    internal IReadOnlyList<Node.Scalar>? Scalars(string key, Node node)
    {
        IReadOnlyList<Node> items = node is Node.Sequence sequence ? sequence.Items : [node];
        var scalars = new List<Node.Scalar>();
        foreach (var item in items)
        {
            if (Scalar(key, item) is not { } scalar)
            {
                continue;
            }

            if (scalar.Text.Contains('\0', StringComparison.Ordinal))
            {
                Bad(item.At, $"'{key}' has a NUL character");
                continue;
            }

            scalars.Add(scalar);
        }

        return scalars.Count == items.Count ? scalars : null;
    }

    /// <summary>Words: a list of texts, or one text that is split as a shell would do it.</summary>
    internal IReadOnlyList<string>? Words(string key, Node node)
    {
        if (node is not Node.Scalar { IsNull: false } line)
        {
            return Scalars(key, node)?.Select(word => word.Text).ToList();
        }

        if (ShellWords.TrySplit(line.Text, out var words, out var problem))
        {
            return words;
        }

        Bad(node.At, $"'{key}' cannot be split: {problem}", "Write it as a list");
        return null;
    }

    /// <summary>A program with its arguments, as words.</summary>
    internal IReadOnlyList<string>? Program(string key, Node node)
    {
        if (Words(key, node) is not { } words)
        {
            return null;
        }

        if (words is not ([] or ["", ..]))
        {
            return words;
        }

        Bad(node.At, $"'{key}' names no program", $"Write the program and its arguments: {key}: [./prepare.sh, --fast]");
        return null;
    }

    /// <summary>What hosts must be or have: one text, or a list.</summary>
    internal IReadOnlyList<UnitRequirement> Requirements(string key, Node node)
    {
        var requirements = new List<UnitRequirement>();
        foreach (var text in Scalars(key, node) ?? [])
        {
            if (UnitRequirement.TryParse(text.Text, out var requirement))
            {
                requirements.Add(requirement!);
            }
            else
            {
                Bad(text.At, $"'{key}' is {UnitRequirement.Accepted}, not {Findings.Show(text.Text)}");
            }
        }

        return requirements;
    }

    /// <summary>True or false.</summary>
    internal bool? Flag(string key, Node node) => Parsed<bool>(key, node, bool.TryParse, "true or false");

    /// <summary>Keys with values; null when it is something else. Nothing written counts as no keys.</summary>
    internal Node.Mapping? Mapping(string key, Node node)
    {
        switch (node)
        {
            case Node.Mapping mapping:
                return mapping;
            case Node.Scalar { IsNull: true }:
                return new Node.Mapping([], node.At);
            case not Node.Refused:
                Bad(node.At, $"'{key}' holds keys with values, found {node.Kind}");
                return null;
            default:
                return null;
        }
    }

    /// <summary>Hands each value to the reader of its key; a key without one is RD0006.</summary>
    internal void Fields(Node.Mapping mapping, string where, IReadOnlyDictionary<string, Action<Node>> fields)
    {
        foreach (var entry in mapping.Entries)
        {
            if (fields.TryGetValue(entry.Key.Text, out var read))
            {
                read(entry.Value);
            }
            else if (!Findings.IsFull)
            {
                Findings.Add(FaultCatalog.UnknownKey, entry.Key.At, $"{where} has no key {Findings.Show(entry.Key.Text)}", Advice(entry.Key.Text, fields.Keys));
            }
        }
    }

    private static string Advice(string key, IEnumerable<string> known)
    {
        if (NearMiss.Find(key, known) is { } near)
        {
            return $"Did you mean '{near}'?";
        }

        return Keys.PlaceOf(key) is { } place ? $"'{key}' stands {place}" : $"The keys are: {string.Join(", ", known)}";
    }

    private T? Refuse<T>(string key, Node node, string text, string expected)
        where T : class
    {
        Bad(node.At, $"'{key}' is {expected}, not {Findings.Show(text)}");
        return null;
    }
}
