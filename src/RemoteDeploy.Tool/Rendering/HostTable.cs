using System.Globalization;
using RemoteDeploy.Inventory;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>The hosts of an inventory as a table.</summary>
internal static class HostTable
{
    private static readonly string[] Titles = ["HOST", "KIND", "ADDRESS", "USER", "PORT", "TAGS", "GROUPS"];

    /// <summary>A line for each host under a line of titles, and how many there are.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<Host> hosts, Ink ink) =>
        [.. TextTable.Lines(Titles, [.. hosts.Select(Row)], ink), Amount.Of(hosts.Count, "host")];

    private static Cell[] Row(Host host) =>
    [
        new(SafeText.Line(host.Name), Tone.Strong),
        new(host.Kind == HostKind.Local ? "local" : "ssh"),
        new(SafeText.Line(host.Address)),
        new(SafeText.Line(host.User)),
        new(host.Port?.ToString(CultureInfo.InvariantCulture) ?? "", Right: true),
        new(SafeText.Line(string.Join(' ', host.Tags))),
        new(SafeText.Line(string.Join(' ', host.Groups))),
    ];
}
