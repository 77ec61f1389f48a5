namespace RemoteDeploy.Tasks.Rendering;

/// <summary>Hosts in a sentence.</summary>
internal static class HostList
{
    private const int Named = 5;

    /// <summary>The first few, and how many more.</summary>
    internal static string Text(IReadOnlyList<string> hosts) => hosts.Count <= Named
        ? string.Join(", ", hosts)
        : $"{string.Join(", ", hosts.Take(Named))} and {hosts.Count - Named} more hosts";
}
