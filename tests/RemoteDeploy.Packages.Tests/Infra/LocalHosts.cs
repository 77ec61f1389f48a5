using System.Text.Json;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Packages.Tests.Infra;

/// <summary>What users rely on: where releases are on hosts, and what <c>-getTargetResult</c> prints.</summary>
internal static class LocalHosts
{
    /// <summary>The folder that plays the host.</summary>
    internal static string HostFolder(this ScratchProject project, string host) => project[$".remotedeploy/hosts/{host}"];

    internal static string Current(this ScratchProject project, string host, string app = "App") =>
        Path.Combine(project.HostFolder(host), ".remotedeploy", app, "current");

    internal static void AssertActive(this ScratchProject project, string host, string payload, string app = "App") =>
        FolderSnapshot.AssertSame(FolderSnapshot.Of(project[payload]), FolderSnapshot.Of(project.Current(host, app)));

    /// <summary>The items that a target returned, from the JSON of <c>-getTargetResult:TARGET</c>.</summary>
    internal static IReadOnlyList<JsonElement> Items(this BuildRun run, string target)
    {
        var json = run.Output[run.Output.IndexOf('{', StringComparison.Ordinal)..(run.Output.LastIndexOf('}') + 1)];
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.GetProperty("TargetResults").GetProperty(target).GetProperty("Items").EnumerateArray().Select(item => item.Clone())];
    }

    internal static string Text(this JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
