using RemoteDeploy.Faults;

namespace RemoteDeploy.Inventory.Documents;

/// <summary>Collects the entries of a mapping and refuses a key that comes twice: which of the two counts would be a guess.</summary>
internal sealed class MappingBuilder(Findings findings, Mark at)
{
    private readonly List<Node.Entry> entries = [];
    private readonly Dictionary<string, Mark> keys = new(StringComparer.Ordinal);

    internal void Add(Node.Scalar key, Node value)
    {
        if (keys.TryAdd(key.Text, key.At))
        {
            entries.Add(new Node.Entry(key, value));
            return;
        }

        findings.Add(
            FaultCatalog.InventoryDoesNotParse,
            key.At,
            $"the key {Findings.Show(key.Text)} stands here twice, first in line {keys[key.Text].Line}",
            "Remove or rename one of them");
    }

    internal Node.Mapping Build() => new(entries, at);
}
