using System.Globalization;
using RemoteDeploy.Inventory;
using RemoteDeploy.Probing;

namespace RemoteDeploy.Results.Differences;

/// <summary>A host as the search for differences sees it: names of facts with their values, and how it fared.</summary>
/// <param name="Host">Name of the host; never used to tell hosts apart.</param>
/// <param name="Failed">True when the test failed there.</param>
/// <param name="Facts">Values by name; a fact that is missing is not known, one without values has none.</param>
public sealed record HostProfile(string Host, bool Failed, IReadOnlyDictionary<string, IReadOnlySet<string>> Facts)
{
    private const long Gibibyte = 1L << 30;
    private static readonly string[] Libraries = ["glibc", "musl"];

    /// <summary>The profile of a probed host.</summary>
    /// <param name="host">The host of the inventory, with tags and groups.</param>
    /// <param name="facts">What the probe found.</param>
    /// <param name="failed">True when the test failed there.</param>
    /// <param name="more">Further facts by name, such as <c>libc</c>, <c>kernel</c> or <c>tool git</c>.</param>
    public static HostProfile Of(Host host, HostFacts facts, bool failed, IEnumerable<(string Name, string Value)>? more = null)
    {
        var values = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal)
        {
            ["tag"] = host.Tags.ToHashSet(StringComparer.Ordinal),
            ["group"] = host.Groups.ToHashSet(StringComparer.Ordinal),
            ["md5 tool"] = Set(facts.Md5Tool),
            ["sha256 tool"] = Set(facts.Sha256Tool),
            ["gzip"] = Set(facts.HasGzip ? "yes" : "no"),
            ["zstd"] = Set(facts.HasZstd ? "yes" : "no"),
        };
        var single = new (string Name, string Value)[]
        {
            ("os", facts.Os), ("os version", facts.OsVersion), ("architecture", facts.Architecture), ("rid", host.Rid ?? facts.Rid), ("tar", facts.Tar), ("kernel", facts.Kernel), ("login shell", facts.LoginShell),
            ("user", facts.User), ("processors", facts.Processors > 0 ? facts.Processors.ToString(CultureInfo.InvariantCulture) : ""),
            ("memory GiB", facts.MemoryBytes > 0 ? ((facts.MemoryBytes + (Gibibyte / 2)) / Gibibyte).ToString(CultureInfo.InvariantCulture) : ""),
        };
        foreach (var (name, value) in single.Concat(more ?? []).Where(one => one.Value.Length > 0))
        {
            values[name] = Set(value);
        }

        // Each library has versions of its own: one fact for each, so that they have an order.
        foreach (var name in facts.Libc.Length > 0 ? Libraries : [])
        {
            values[name] = facts.Libc.StartsWith(name, StringComparison.Ordinal) ? Set(facts.Libc[name.Length..].Trim() is { Length: > 0 } version ? version : "yes") : Set("");
        }

        foreach (var tool in facts.Tools.Select(tool => tool.Split(' ', 2)).Where(parts => parts.Length == 2))
        {
            values[$"tool {tool[0]}"] = Set(tool[1]);
        }

        foreach (var runtime in facts.Runtimes.Select(runtime => runtime.Split(' ', 2)).Where(parts => parts.Length == 2).GroupBy(parts => parts[0], parts => parts[1], StringComparer.Ordinal))
        {
            values[$"runtime {runtime.Key}"] = runtime.ToHashSet(StringComparer.Ordinal);
        }

        return new HostProfile(host.Name, failed, values);
    }

    private static HashSet<string> Set(string value) => value.Length == 0 ? new(StringComparer.Ordinal) : new(StringComparer.Ordinal) { value };
}
