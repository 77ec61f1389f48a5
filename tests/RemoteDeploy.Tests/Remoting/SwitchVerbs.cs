using System.Runtime.Versioning;
using RemoteDeploy.Faults;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Tests.Remoting;

/// <summary>The verbs that put releases in place, switch to them, and remove old ones.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SwitchVerbs
{
    public static TheoryData<string> Shells => ScriptShell.Names;

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Seal_and_switch_only_under_the_lock(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        Directory.CreateDirectory(host.InApp("staging/run1"));
        Assert.Equal(FaultCatalog.LockLost, ScriptHost.CodeOf(await host.FeedAsync("manifest", "seal", host.App, "run1", "one", "755", "{}")));
        Assert.Equal(FaultCatalog.LockLost, ScriptHost.CodeOf(await host.CallAsync("activate", host.App, "run1", "one", "3")));
        Assert.Equal(FaultCatalog.LockLost, ScriptHost.CodeOf(await host.CallAsync("checkout", host.App, "run1", "suite", "one")));
        Assert.False(Directory.Exists(host.InApp("releases/one")));
        Assert.Null(new FileInfo(host.InApp("current")).LinkTarget);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Seal_switch_and_keep_the_releases_that_were_active_last(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using var lease = await host.LeaseAsync();
        foreach (var id in new[] { "one", "two", "three" })
        {
            await host.SealAsync("run1", id);
            Assert.Equal(["switched " + id], (await host.MustCallAsync("activate", host.App, "run1", id, "3")).Lines);
            Assert.Equal("releases/" + id, new FileInfo(host.InApp("current")).LinkTarget);
            Assert.Equal(id, await File.ReadAllTextAsync(host.InApp("current/file")));
        }

        await host.MustCallAsync("activate", host.App, "run1", "one", "3");
        await host.SealAsync("run1", "four");
        var last = await host.MustCallAsync("activate", host.App, "run1", "four", "2");

        Assert.Equal(["pruned three", "pruned two", "switched four"], last.Lines.Order(StringComparer.Ordinal));
        Assert.Equal(["four", "one"], Names(host.InApp("releases")));
        Assert.Equal(["four.json", "four.manifest", "one.json", "one.manifest"], Names(host.InApp("receipts")));
        Assert.Equal("manifest of one\n", await ManifestAsync(host, "one"));
        Assert.Equal(FaultCatalog.RemotePathMissing, ScriptHost.CodeOf(await host.CallAsync("manifest", host.App, "two")));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Keep_one_release_beside_those_that_were_active_when_nothing_is_switched(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using var lease = await host.LeaseAsync();
        foreach (var id in new[] { "never", "one", "two", "three" })
        {
            await host.SealAsync("run1", id);
        }

        // None was active yet.
        Assert.Equal(["pruned one", "pruned three", "pruned two"], (await host.MustCallAsync("prune", host.App, "run1", "never", "3")).Lines.Order(StringComparer.Ordinal));
        foreach (var id in new[] { "old", "now", "held", "last" })
        {
            await host.SealAsync("run1", id);
            if (id is "old" or "now")
            {
                await host.MustCallAsync("activate", host.App, "run1", id, "3");
            }
        }

        // A switch that could not be recorded is one nonetheless.
        await File.WriteAllLinesAsync(host.InApp("activations"), (await File.ReadAllLinesAsync(host.InApp("activations"))).Take(1));
        var pruned = await host.MustCallAsync("prune", host.App, "run1", "last", "1");

        Assert.Equal(["pruned held", "pruned never"], pruned.Lines.Order(StringComparer.Ordinal));
        Assert.Equal(["last", "now", "old"], Names(host.InApp("releases")));
        Assert.Equal("releases/now", new FileInfo(host.InApp("current")).LinkTarget);
        Assert.Equal("manifest of last\n", await ManifestAsync(host, "last"));
        await lease.DisposeAsync();
        Assert.Equal(FaultCatalog.LockLost, ScriptHost.CodeOf(await host.CallAsync("prune", host.App, "run1", "now", "1")));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Never_remove_what_is_active_nor_what_may_have_been(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using var lease = await host.LeaseAsync();
        foreach (var id in new[] { "old", "one", "two", "three", "held" })
        {
            await host.SealAsync("run1", id);
            if (id != "held")
            {
                await host.MustCallAsync("activate", host.App, "run1", id, "9");
            }
        }

        // Switched by hand, as the shell completes a folder's name.
        File.Delete(host.InApp("current"));
        File.CreateSymbolicLink(host.InApp("current"), "releases/old/");
        Assert.Equal(["pruned one"], (await host.MustCallAsync("prune", host.App, "run1", "held", "2")).Lines);
        Assert.Equal("old", await File.ReadAllTextAsync(host.InApp("current/file")));

        File.Delete(host.InApp("activations"));
        Directory.CreateDirectory(host.InApp("activations"));
        Assert.Empty((await host.MustCallAsync("prune", host.App, "run1", "held", "1")).Lines);
        Assert.Equal(["held", "old", "three", "two"], Names(host.InApp("releases")));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Leave_everything_as_it_is_when_they_cannot_seal_or_switch(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using var lease = await host.LeaseAsync();
        await host.SealAsync("run1", "one");
        await host.MustCallAsync("activate", host.App, "run1", "one", "3");

        Directory.CreateDirectory(host.InApp("staging/run1"));
        Assert.Equal(FaultCatalog.RemoteStepFailed, ScriptHost.CodeOf(await host.FeedAsync("other", "seal", host.App, "run1", "one", "755", "{}")));
        Assert.Equal("manifest of one\n", await ManifestAsync(host, "one"));
        Assert.Equal(FaultCatalog.BaseNotWritable, ScriptHost.CodeOf(await host.CallAsync("activate", host.App, "run1", "gone", "3")));
        Assert.Equal("releases/one", new FileInfo(host.InApp("current")).LinkTarget);

        File.Delete(host.InApp("current"));
        Directory.CreateDirectory(host.InApp("current/precious"));
        Assert.Equal(FaultCatalog.CurrentNotOurs, ScriptHost.CodeOf(await host.CallAsync("activate", host.App, "run1", "one", "3")));
        Assert.Equal(["precious"], Names(host.InApp("current")));
    }

    private static IEnumerable<string?> Names(string folder) =>
        Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private static async Task<string?> ManifestAsync(ScriptHost host, string id)
    {
        string? text = null;
        var call = new ScriptCall("manifest", host.App, id)
        {
            OnLine = async (line, reader, token) =>
            {
                using var content = new MemoryStream();
                await reader.CopyAsync(int.Parse(line["data ".Length..]), content, token);
                text = System.Text.Encoding.UTF8.GetString(content.ToArray());
            },
        };
        ScriptHost.Succeeded(await host.Session.StepAsync(call, CancellationToken.None));
        return text;
    }
}
