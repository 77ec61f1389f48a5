namespace RemoteDeploy.Results.Differences;

/// <summary>Which facts explain a failure better than others, where several would do.</summary>
internal static class FactRank
{
    private static readonly HashSet<string> Identities = new(StringComparer.OrdinalIgnoreCase) { "host", "host name", "hostname", "name", "address", "addresses", "boot id", "bootid", "machine id", "serial", "ssh port", "base", "home" };
    private static readonly string[] Causes = ["tag", "os", "os version", "libc", "glibc", "musl", "rid", "architecture", "runtime", "kernel"];
    private static readonly string[] Resources = ["memory", "processors", "tool", "group", "tar", "md5 tool", "sha256 tool", "gzip", "zstd", "login shell"];

    /// <summary>True for a fact that names a host: it tells every host from every other and explains nothing.</summary>
    public static bool IsIdentity(string fact) => Identities.Contains(fact);

    /// <summary>Weight of a condition; the lowest is told first.</summary>
    public static int Of(FactCondition condition) => (Of(condition.Fact) * 4) + condition.Relation switch
    {
        FactRelation.Has => 0,
        FactRelation.AtLeast or FactRelation.Below => 1,
        _ => 2,
    };

    private static int Of(string fact)
    {
        var cause = Array.FindIndex(Causes, name => Begins(fact, name));
        var resource = Array.FindIndex(Resources, name => Begins(fact, name));
        return cause >= 0 ? cause : resource >= 0 ? Causes.Length + resource : Causes.Length + Resources.Length;
    }

    // "runtime Microsoft.NETCore.App" is a runtime, "memory GiB" is memory; "os version" is not "os".
    private static bool Begins(string fact, string name) => fact == name || (name is not "os" && fact.StartsWith(name + " ", StringComparison.Ordinal));
}
