using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Tests.Remoting;

/// <summary>What hosts write down about releases that were verified, and what they conclude from it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RecordsOfReleases
{
    private const string ManifestText = "remotedeploy-manifest 1 md5\n";

    public static TheoryData<string> Shells => ScriptShell.Names;

    public static TheoryData<string> ShellsWithGnuTools => ["dash", "bash --posix", "busybox sh"];

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Are_there_where_the_tools_tell_enough_and_hold_while_nothing_is_written(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using var lease = await host.LeaseAsync();
        using var payload = PayloadFolder.Hostile().Link("link", "run.sh");
        await SealAsync(host, payload, "one");

        Assert.Equal(shell != "busybox tools", await IsKnownAsync(host, "one"));
        await File.ReadAllBytesAsync(host.InApp($"releases/one/{PayloadFolder.HostileNames[0]}"));
        Assert.Equal(shell != "busybox tools", await IsKnownAsync(host, "one"));
        Assert.Equal(shell != "busybox tools", File.Exists(host.InApp("receipts/one.seen")));
        Assert.False(File.Exists(host.InApp(".seen-run1")));
    }

    [Theory]
    [MemberData(nameof(ShellsWithGnuTools))]
    public async Task Do_not_hold_after_any_change(string shell)
    {
        var changes = new Dictionary<string, Action<string, string>>(StringComparer.Ordinal)
        {
            ["a byte, time put back"] = (release, _) => FlipKeepingTime(release + "/data.bin"),
            ["the same bytes once more"] = (release, _) => File.WriteAllText(release + "/data.bin", "some data"),
            ["a file more"] = (release, _) => File.WriteAllText(release + "/sub/more", ""),
            ["an empty folder more"] = (release, _) => Directory.CreateDirectory(release + "/more"),
            ["a file gone"] = (release, _) => File.Delete(release + "/data.bin"),
            ["a mode"] = (release, _) => FileModes.Set(release + "/data.bin", "0600"),
            ["the mode of a folder"] = (release, _) => FileModes.Set(release + "/sub", "0700"),
            ["a link where a file was"] = (release, _) => Replace(release + "/data.bin", path => File.CreateSymbolicLink(path, "sub/other")),
            ["a folder where a file was"] = (release, _) => Replace(release + "/data.bin", path => Directory.CreateDirectory(path)),
            ["a link that points elsewhere"] = (release, _) => Replace(release + "/link", path => File.CreateSymbolicLink(path, "sub/othe2")),
            ["another file of that name, size and time"] = (release, _) => Replace(release + "/data.bin", path =>
            {
                File.WriteAllText(path, "some dat!");
                File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddDays(1));
            }),
            ["the manifest"] = (_, receipt) => File.AppendAllText(receipt + ".manifest", "\n"),
            ["no manifest"] = (_, receipt) => File.Delete(receipt + ".manifest"),
            ["no record"] = (_, receipt) => File.Delete(receipt + ".seen"),
            ["an empty record"] = (_, receipt) => File.WriteAllText(receipt + ".seen", ""),
            ["a record that breaks off"] = (_, receipt) => File.WriteAllBytes(receipt + ".seen", File.ReadAllBytes(receipt + ".seen")[..^1]),
            ["a record that goes on"] = (_, receipt) => File.AppendAllText(receipt + ".seen", "f"),
            ["a garbled record"] = (_, receipt) => FlipKeepingTime(receipt + ".seen"),
        };
        await using var host = await ScriptHost.StartAsync(shell);
        await using var lease = await host.LeaseAsync();
        using var payload = new PayloadFolder().File("data.bin", "some data").File("sub/other", "x").Link("link", "sub/other");
        foreach (var (what, change) in changes)
        {
            var id = $"r{changes.Keys.ToList().IndexOf(what)}";
            await SealAsync(host, payload, id);
            Assert.True(await IsKnownAsync(host, id), "before " + what);
            change(host.InApp("releases/" + id), host.InApp("receipts/" + id));
            Assert.False(await IsKnownAsync(host, id), what);
        }
    }

    [Fact]
    public async Task Are_of_one_release_only()
    {
        await using var host = await ScriptHost.StartAsync("dash");
        await using var lease = await host.LeaseAsync();
        using var payload = PayloadFolder.Plain();
        await SealAsync(host, payload, "one");
        Directory.Move(host.InApp("releases/one"), host.InApp("releases/two"));
        foreach (var kind in new[] { "json", "manifest", "seen" })
        {
            File.Move(host.InApp($"receipts/one.{kind}"), host.InApp($"receipts/two.{kind}"));
        }

        Assert.False(await IsKnownAsync(host, "two"));
    }

    [Fact]
    public async Task Are_made_of_what_the_last_audit_read_and_never_of_a_run_that_failed()
    {
        await using var host = await ScriptHost.StartAsync("dash");
        using var payload = PayloadFolder.Plain();
        await using (await host.LeaseAsync())
        {
            await StageAsync(host, payload);
            await AuditAsync(host, host.InApp("staging/run1"), "run1");
            Assert.True(File.Exists(host.InApp(".seen-run1")));
        }

        await Eventually.IsTrueAsync(() => !File.Exists(host.InApp(".seen-run1")) && !File.Exists(host.InApp("lock")), "the run has cleaned up");
        await using var lease = await host.LeaseAsync();
        await SealAsync(host, payload, "one");
        FlipKeepingTime(host.InApp("releases/one/app.dll"));
        Assert.False(await IsKnownAsync(host, "one"));

        await AuditAsync(host, host.InApp("releases/one"), "run1");
        await host.MustCallAsync("record", host.App, "run1", "one", DigestOfManifest());

        Assert.True(await IsKnownAsync(host, "one"));
        Assert.Equal(FaultCatalog.LockLost, ScriptHost.CodeOf(await host.CallAsync("record", host.App, "run2", "one", DigestOfManifest())));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Spare_reading_copies_of_releases_that_are_as_recorded_and_no_other_file(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using var lease = await host.LeaseAsync();
        using var payload = PayloadFolder.Hostile().File("read only", "x", "0444").File("sub/deep/er", "y", "0755");
        await SealAsync(host, payload, "one");
        string[] copied = ["read only", "sub/deep/er", PayloadFolder.HostileNames.First(name => !name.Any(char.IsControl) && !name.Contains('\\', StringComparison.Ordinal))];
        var list = string.Concat(copied.Select(name => $"C 1 ./{name}\nM 755 ./{name}\nT 202001020304.05 ./{name}\n"));
        var stage = host.InApp("staging/run1");
        ScriptHost.Succeeded(await host.FeedAsync(list, "prepare", stage, "run1", "md5sum", Length(list), host.InApp("releases/one")));
        await File.WriteAllTextAsync(Path.Combine(stage, "sent"), "z");

        var listing = await AuditAsync(host, stage, "run1");

        var isGnu = shell != "busybox tools";
        Assert.Equal(isGnu ? copied.Order(StringComparer.Ordinal) : [], listing.Files.Where(file => file.Value.IsKnownCopy).Select(file => file.Key).Order(StringComparer.Ordinal));
        Assert.All(listing.Files.Values, file => Assert.NotEqual(file.IsKnownCopy, file.Digest is not null));
        Assert.Equal((Convert.ToInt32("755", 8), 1L, 1577934245L), (listing.Files["read only"].Mode, listing.Files["read only"].Size, listing.Files["read only"].Modified));
        Assert.Equal(listing.Files.Count, listing.Order.Count);

        // Whatever touches a copy makes it one to be read.
        FlipKeepingTime(Path.Combine(stage, "read only"));
        var again = await AuditAsync(host, stage, "run1");
        Assert.False(again.Files["read only"].IsKnownCopy);
        Assert.NotNull(again.Files["read only"].Digest);
        Assert.Equal(isGnu, again.Files["sub/deep/er"].IsKnownCopy);

        // An audit that is no deploy's reads everything.
        var proof = ScriptHost.Succeeded(await Auditor.TreeAsync(host.Session, stage, "md5sum", CancellationToken.None));
        Assert.All(proof.Files.Values, file => Assert.NotNull(file.Digest));
    }

    [Theory]
    [InlineData("read only", "md5sum")]
    [InlineData("elsewhere", "md5sum")]
    [InlineData(null, "none")]
    public async Task Spare_nothing_where_the_source_was_written_or_everything_is_to_be_read(string? written, string tool)
    {
        await using var host = await ScriptHost.StartAsync("dash");
        await using var lease = await host.LeaseAsync();
        using var payload = new PayloadFolder().File("read only", "x", "0444").File("elsewhere", "y");
        await SealAsync(host, payload, "one");
        if (written is not null)
        {
            FlipKeepingTime(host.InApp("releases/one/" + written));
        }

        const string List = "C 1 ./read only\nM 444 ./read only\n";
        var stage = host.InApp("staging/run1");
        ScriptHost.Succeeded(await host.FeedAsync(List, "prepare", stage, "run1", tool, Length(List), host.InApp("releases/one")));

        Assert.NotNull((await AuditAsync(host, stage, "run1")).Files["read only"].Digest);
    }

    internal static void FlipKeepingTime(string path)
    {
        var time = File.GetLastWriteTimeUtc(path);
        Pipelines.DeployTests.FlipByte(path);
        File.SetLastWriteTimeUtc(path, time);
    }

    private static void Replace(string path, Action<string> make)
    {
        File.Delete(path);
        make(path);
    }

    private static string Length(string text) => Encoding.UTF8.GetByteCount(text).ToString(CultureInfo.InvariantCulture);

    private static string DigestOfManifest() =>
        Convert.ToHexStringLower(System.Security.Cryptography.CryptographicOperations.HashData(System.Security.Cryptography.HashAlgorithmName.MD5, Encoding.UTF8.GetBytes(ManifestText)));

    private static async Task<bool> IsKnownAsync(ScriptHost host, string id) =>
        (await host.MustCallAsync("known", host.App, id, "md5sum")).Lines.Contains("known", StringComparer.Ordinal);

    private static async Task<AuditListing> AuditAsync(ScriptHost host, string folder, string run) =>
        ScriptHost.Succeeded(await Auditor.ReleaseAsync(host.Session, folder, "md5sum", run, CancellationToken.None));

    private static async Task StageAsync(ScriptHost host, PayloadFolder payload)
    {
        Directory.CreateDirectory(host.InApp("staging"));
        using var copy = System.Diagnostics.Process.Start("cp", ["-a", payload.Path, host.InApp("staging/run1")]);
        await copy.WaitForExitAsync();
        Assert.Equal(0, copy.ExitCode);
    }

    private static async Task SealAsync(ScriptHost host, PayloadFolder payload, string id)
    {
        await StageAsync(host, payload);
        await AuditAsync(host, host.InApp("staging/run1"), "run1");
        var receipt = new Receipt { Host = "h", App = "app", Release = id, Manifest = "m", Run = "run1" };
        var mode = Convert.ToString((int)File.GetUnixFileMode(payload.Path), 8);
        ScriptHost.Succeeded(await host.FeedAsync(ManifestText, "seal", host.App, "run1", id, mode, receipt.ToJson(), DigestOfManifest()));
    }
}
