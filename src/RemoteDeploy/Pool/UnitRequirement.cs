using System.Globalization;
using NuGet.Versioning;
using RemoteDeploy.Probing;

namespace RemoteDeploy.Pool;

/// <summary>
/// What a host must be or have to run a unit: a tag or group (<c>gpu</c>), what it must not be (<c>!flaky</c>), a fact
/// (<c>os=Linux</c>, <c>arch=aarch64</c>, <c>rid=linux-arm64</c>), a number (<c>cpus&gt;=4</c>, <c>memory&gt;=8GB</c>), or a .NET runtime in a range of
/// versions (<c>Microsoft.NETCore.App [10.0,11.0)</c>).
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

    private readonly string text;
    private readonly Func<PoolHost, bool> holds;

    private UnitRequirement(string text, Func<PoolHost, bool> holds)
    {
        this.text = text;
        this.holds = holds;
    }

    /// <summary>What is accepted, for people.</summary>
    public static string Accepted => "a tag or group (gpu, !flaky), a fact (os=Linux, arch=aarch64, cpus>=4, memory>=8GB) or a runtime with a version range (Microsoft.NETCore.App [10.0,11.0))";

    /// <summary>True when it holds for a host. What is not known of a host does not hold.</summary>
    public bool IsMetBy(PoolHost host) => holds(host);

    /// <summary>Reads one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="requirement">The requirement; null when the text is refused.</param>
    /// <returns>False when the text is none of these.</returns>
    public static bool TryParse(string? text, out UnitRequirement? requirement)
    {
        var trimmed = (text ?? "").Trim();
        var found = Runtime(trimmed) ?? Number(trimmed) ?? Word(trimmed) ?? Tag(trimmed);
        requirement = found is null ? null : new UnitRequirement(trimmed, found);
        return found is not null;
    }

    /// <summary>Holds for named hosts only: those that a suite is for.</summary>
    internal static UnitRequirement OneOf(IReadOnlySet<string> hosts) => new("a host of the suite", host => hosts.Contains(host.Name));

    /// <inheritdoc/>
    public override string ToString() => text;

    // NAME RANGE: the only one with a blank in it.
    private static Func<PoolHost, bool>? Runtime(string text)
    {
        var parts = text.Split(' ', 2, StringSplitOptions.TrimEntries);
        return parts.Length == 2 && parts[0].Contains('.', StringComparison.Ordinal) && VersionRange.TryParse(parts[1], out var range)
            ? host => new Requirement(parts[0], range).IsMetBy(host.Facts.Runtimes)
            : null;
    }

    private static Func<PoolHost, bool>? Number(string text)
    {
        var at = text.IndexOf(">=", StringComparison.Ordinal);
        return at > 0 && Numbers.TryGetValue(text[..at].TrimEnd(), out var number) && TryAmount(text[(at + 2)..].Trim(), out var least)
            ? host => number(host.Facts) >= least
            : null;
    }

    private static Func<PoolHost, bool>? Word(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        var value = at < 0 ? "" : text[(at + 1)..].Trim();
        return at > 0 && value.Length > 0 && Words.TryGetValue(text[..at].TrimEnd(), out var word) ? host => string.Equals(word(host.Facts), value, Loose) : null;
    }

    private static Func<PoolHost, bool>? Tag(string text)
    {
        var name = text.StartsWith('!') ? text[1..] : text;
        if (name.Length == 0 || !name.All(character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.'))
        {
            return null;
        }

        bool Has(PoolHost host) => host.Host.Tags.Contains(name, StringComparer.Ordinal) || host.Host.Groups.Contains(name, StringComparer.Ordinal);
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
