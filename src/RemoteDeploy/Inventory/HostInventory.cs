using RemoteDeploy.Faults;

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

    /// <summary>Names of all groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Settings of the file; null values were not given.</summary>
    public InventorySettings Settings { get; init; } = new();

    /// <summary>Suites of the file.</summary>
    public IReadOnlyList<Testing.TestSuite> Suites { get; init; } = [];

    /// <summary>Picks hosts.</summary>
    /// <param name="selector">An expression such as <c>lab[01-40]&amp;@arm64!@sick</c>; null or empty for every host of the inventory.</param>
    /// <returns>The hosts, in inventory order, literals after them; or RD0008, RD0009, RD0011, RD0012.</returns>
    public Attempt<IReadOnlyList<Host>> Select(string? selector) => throw new NotSupportedException();
}
