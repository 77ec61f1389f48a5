using RemoteDeploy.Faults;
using RemoteDeploy.Inventory.Selection;

namespace RemoteDeploy.Inventory;

/// <summary>All known hosts with groups and tags, and what the inventory file says about runs.</summary>
public sealed record HostInventory
{
    /// <summary>An inventory without hosts: selectors then name literals and ssh aliases.</summary>
    public static HostInventory Empty { get; } = new();

    /// <summary>The file it was read from; null for none.</summary>
    public string? File { get; init; }

    /// <summary>Hosts in the order of the file, ranges expanded.</summary>
    public IReadOnlyList<Host> Hosts { get; init; } = [];

    /// <summary>Names of all groups, also of those that hold no host.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>What literals of a selector get that they do not say themselves; hosts of the file have it already.</summary>
    public HostDefaults Defaults { get; init; } = new();

    /// <summary>Settings of the file; null values were not given.</summary>
    public InventorySettings Settings { get; init; } = new();

    /// <summary>What the file says about the links of its hosts.</summary>
    public LinkRates Links { get; init; } = LinkRates.None;

    /// <summary>Suites of the file.</summary>
    public IReadOnlyList<Testing.TestSuite> Suites { get; init; } = [];

    /// <summary>What a person should know about how the file was read, such as entries that were left out; safe to print.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Picks hosts.</summary>
    /// <param name="selector">An expression such as <c>lab[01-40]&amp;@arm64!@sick</c>; null or blank for every host of the inventory.</param>
    /// <returns>The hosts, each once, in inventory order, literals after them; or RD0008, RD0009, RD0011, RD0012.</returns>
    public Attempt<IReadOnlyList<Host>> Select(string? selector) =>
        Selector.TryParse(selector, out var parsed, out var fault) ? Pick(parsed) : fault;

    /// <summary>Picks hosts.</summary>
    /// <param name="selector">The selector. With no hosts in the inventory, plain names in it are ssh aliases.</param>
    /// <returns>The hosts, each once, in inventory order, literals after them; or RD0008, RD0011, RD0012.</returns>
    public Attempt<IReadOnlyList<Host>> Pick(Selector selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        if (selector.Root is SelectorNode.All && Hosts.Count == 0)
        {
            return new Fault(FaultCatalog.NoHosts, File is null ? "There is no host to work on" : "The inventory has no hosts, and none were named")
            {
                Location = File is null ? null : new SourceLocation(File),
                Try = "Name hosts: a selector, hosts: in an inventory, or RemoteHost items",
            };
        }

        var picker = new HostPicker(Hosts, new Labels.OfHosts(this)) { Literals = Defaults };
        var picked = picker.Pick(selector.Root);
        if (picker.Faults.Count > 0)
        {
            return Attempt<IReadOnlyList<Host>>.Failed(picker.Faults);
        }

        return picked.Count > 0
            ? Attempt<IReadOnlyList<Host>>.Of(picked)
            : new Fault(FaultCatalog.NothingSelected, $"The selector '{Reporting.SafeText.Line(selector.ToString(), 200)}' leaves no host");
    }
}
