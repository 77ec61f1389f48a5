using System.Buffers;
using System.Globalization;
using NuGet.Versioning;
using RemoteDeploy.Inventory;
using RemoteDeploy.Probing;

namespace RemoteDeploy.Pool;

/// <summary>
/// What a host must be or have to run a unit: a tag or group (<c>gpu</c>), what it must not be (<c>!flaky</c>), a fact
/// (<c>os=Linux</c>, <c>arch=aarch64</c>, <c>rid=linux-arm64</c>), a number (<c>cpus&gt;=4</c>, <c>memory&gt;=8GB</c>), or a .NET runtime or another fact
/// with versions in a range of them (<c>Microsoft.NETCore.App [10.0,11.0)</c>, <c>glibc&gt;=2.31</c>, <c>kernel [5.10,6.2)</c>; also
/// <c>musl</c>, <c>bash</c>, <c>python3</c>).
/// </summary>
public sealed class UnitRequirement
{
    private const StringComparison Loose = StringComparison.OrdinalIgnoreCase;
    private static readonly Dictionary<string, Func<HostFacts, string>> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["os"] = facts => facts.Os,
        ["arch"] = facts => facts.Architecture,
        ["rid"] = facts => facts.Rid,
        ["tar"] = facts => facts.Tar,
    };

    private static readonly Dictionary<string, Func<HostFacts, double>> Numbers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["cpus"] = facts => facts.Processors,
        ["memory"] = facts => facts.MemoryBytes,
        ["free"] = facts => facts.FreeBytes,
    };

    private static readonly SearchValues<char> Dotted = SearchValues.Create("0123456789.");
    private static readonly Dictionary<string, Func<HostFacts, string?>> Versions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["glibc"] = facts => VersionOf(facts.Libc, "glibc"),
        ["musl"] = facts => VersionOf(facts.Libc, "musl"),
        ["kernel"] = facts => facts.Kernel,
        ["bash"] = facts => facts.Tools.Select(tool => VersionOf(tool, "bash")).FirstOrDefault(version => version is not null),
        ["python3"] = facts => facts.Tools.Select(tool => VersionOf(tool, "python3")).FirstOrDefault(version => version is not null),
    };

    private readonly string text;
    private readonly Func<Host, bool> ofHost;
    private readonly Func<HostFacts, bool> ofFacts;

    private UnitRequirement(string text, Func<Host, bool>? ofHost, Func<HostFacts, bool>? ofFacts)
    {
        this.text = text;
        this.ofHost = ofHost ?? (_ => true);
        this.ofFacts = ofFacts ?? (_ => true);
    }

    /// <summary>What is accepted, for people.</summary>
    public static string Accepted => "a tag or group (gpu, !flaky), a fact (os=Linux, arch=aarch64, cpus>=4, memory>=8GB) or a runtime with a version range (Microsoft.NETCore.App [10.0,11.0))";

    /// <summary>True when it holds for a host. What is not known of a host does not hold.</summary>
    public bool IsMetBy(PoolHost host) => ofHost(host.Host) && ofFacts(host.Facts);

    /// <summary>False when it will not hold for a host, whatever is found there.</summary>
    internal bool MayBeMetBy(Host host) => ofHost(host);

    /// <summary>Reads one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="requirement">The requirement; null when the text is refused.</param>
    /// <returns>False when the text is none of these.</returns>
    public static bool TryParse(string? text, out UnitRequirement? requirement)
    {
        var trimmed = (text ?? "").Trim();
        var fact = Runtime(trimmed) ?? InRange(trimmed) ?? Number(trimmed) ?? Word(trimmed);
        var name = fact is null ? Tag(trimmed) : null;
        requirement = fact is null && name is null ? null : new UnitRequirement(trimmed, name, fact);
        return requirement is not null;
    }

    /// <summary>Holds for named hosts only: those that a suite is for.</summary>
    internal static UnitRequirement OneOf(IReadOnlySet<string> hosts) => new("a host of the suite", host => hosts.Contains(host.Name), null);

    /// <inheritdoc/>
    public override string ToString() => text;

    // NAME RANGE, or NAME>=VERSION.
    private static Func<HostFacts, bool>? InRange(string text)
    {
        var at = text.IndexOf(">=", StringComparison.Ordinal);
        var parts = at > 0 ? [text[..at].TrimEnd(), text[(at + 2)..].Trim()] : text.Split(' ', 2, StringSplitOptions.TrimEntries);
        return parts.Length == 2 && Versions.TryGetValue(parts[0], out var fact) && RangeOf(parts[1], at > 0) is { } range
            ? facts => fact(facts) is { } found && Plain(found) is { } version && range.Satisfies(version)
            : null;
    }

    private static VersionRange? RangeOf(string text, bool isLeast) => isLeast
        ? NuGetVersion.TryParse(text, out var least) ? new VersionRange(least) : null
        : VersionRange.TryParse(text, out var range) ? range : null;

    private static string? VersionOf(string text, string name) =>
        text.StartsWith(name + " ", StringComparison.Ordinal) ? text[(name.Length + 1)..] : null;

    // The first four numbers: what follows them, as in 5.10.0-8-amd64, would be taken for a preview.
    private static NuGetVersion? Plain(string text)
    {
        var end = text.AsSpan().IndexOfAnyExcept(Dotted);
        var numbers = (end < 0 ? text : text[..end]).Split('.', StringSplitOptions.RemoveEmptyEntries);
        return NuGetVersion.TryParse(string.Join('.', numbers.Take(4)), out var version) ? version : null;
    }

    // NAME RANGE, with a dot in the name.
    private static Func<HostFacts, bool>? Runtime(string text)
    {
        var parts = text.Split(' ', 2, StringSplitOptions.TrimEntries);
        return parts.Length == 2 && parts[0].Contains('.', StringComparison.Ordinal) && VersionRange.TryParse(parts[1], out var range)
            ? facts => new Requirement(parts[0], range).IsMetBy(facts.Runtimes)
            : null;
    }

    private static Func<HostFacts, bool>? Number(string text)
    {
        var at = text.IndexOf(">=", StringComparison.Ordinal);
        return at > 0 && Numbers.TryGetValue(text[..at].TrimEnd(), out var number) && TryAmount(text[(at + 2)..].Trim(), out var least)
            ? facts => number(facts) >= least
            : null;
    }

    private static Func<HostFacts, bool>? Word(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        var value = at < 0 ? "" : text[(at + 1)..].Trim();
        return at > 0 && value.Length > 0 && Words.TryGetValue(text[..at].TrimEnd(), out var word) ? facts => string.Equals(word(facts), value, Loose) : null;
    }

    private static Func<Host, bool>? Tag(string text)
    {
        var name = text.StartsWith('!') ? text[1..] : text;
        if (name.Length == 0 || !name.All(character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.'))
        {
            return null;
        }

        bool Has(Host host) => host.Tags.Contains(name, StringComparer.Ordinal) || host.Groups.Contains(name, StringComparer.Ordinal);
        return text == name ? Has : host => !Has(host);
    }

    private static bool TryAmount(string text, out double amount)
    {
        var unit = new (string Name, double Factor)[] { ("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("KB", 1e3), ("", 1) }.First(unit => text.EndsWith(unit.Name, Loose));
        var read = double.TryParse(text[..^unit.Name.Length].TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount);
        amount *= unit.Factor;
        return read;
    }
}
