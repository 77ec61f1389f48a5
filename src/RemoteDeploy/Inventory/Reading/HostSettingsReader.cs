using RemoteDeploy.Inventory.Documents;
using RemoteDeploy.Inventory.Selection;

namespace RemoteDeploy.Inventory.Reading;

/// <summary>Reads what <c>defaults:</c> and a host have in common.</summary>
internal sealed class HostSettingsReader(ValueReader values)
{
    /// <summary>Reads the keys of a host or of the defaults.</summary>
    /// <param name="mapping">The keys.</param>
    /// <param name="where">The place, for messages.</param>
    /// <param name="more">Readers of the keys that this place has beside the common ones.</param>
    internal HostDefaults Read(Node.Mapping mapping, string where, params ReadOnlySpan<KeyValuePair<string, Action<Node>>> more)
    {
        var settings = new HostDefaults();
        var fields = new Dictionary<string, Action<Node>>(StringComparer.Ordinal);
        foreach (var (key, read) in more)
        {
            fields.Add(key, read);
        }

        fields.Add("user", node => settings = settings with { User = User(node) });
        fields.Add("port", node => settings = settings with { Port = values.Number("port", node, 1, 65535) });
        fields.Add("identity", node => settings = settings with { Identity = values.LocalPath("identity", node) });
        fields.Add("base", node => settings = settings with { Base = values.RemoteFolder("base", node) });
        fields.Add("rid", node => settings = settings with { Rid = values.Text("rid", node, Labels.IsName, "a runtime identifier such as linux-arm64") });
        fields.Add("score", node => settings = settings with { Score = values.Number("score", node, 0, Host.HighestScore) });
        fields.Add("tags", node => settings = settings with { Tags = Tags(node) });
        values.Fields(mapping, where, fields);
        return settings;
    }

    private string? User(Node node)
    {
        var text = values.Text("user", node);
        if (text is null || Endpoint.CheckUser(text, out var problem))
        {
            return text;
        }

        values.Bad(node.At, $"'user' cannot be {Findings.Show(text)}: {problem}");
        return null;
    }

    private List<string> Tags(Node node)
    {
        var tags = new List<string>();
        foreach (var tag in values.Scalars("tags", node) ?? [])
        {
            if (tag.Text.Length > 0 && Labels.IsName(tag.Text))
            {
                tags.Add(tag.Text);
            }
            else
            {
                values.Bad(tag.At, $"a tag has only letters, digits, '.', '_' and '-', not {Findings.Show(tag.Text)}");
            }
        }

        return [.. tags.Distinct(StringComparer.Ordinal)];
    }
}
