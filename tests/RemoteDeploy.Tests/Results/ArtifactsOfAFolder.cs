using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Payload;
using RemoteDeploy.Results;
using RemoteDeploy.Runs;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Remoting;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Tests.Results;

/// <summary>What a suite left in its folder, fetched over the remote script itself.</summary>
public sealed class ArtifactsOfAFolder : IDisposable
{
    private readonly PayloadFolder folder = PayloadFolder.Plain();
    private readonly string target = Path.Combine(Directory.CreateTempSubdirectory("rd-artifacts-").FullName, "artifacts");

    public static TheoryData<string> Shells => ScriptShell.Names;

    public void Dispose()
    {
        folder.Dispose();
        Directory.Delete(Path.GetDirectoryName(target)!, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Come_with_names_of_any_kind_but_not_as_they_were_shipped(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var shipped = (await ScriptHost.ScanAsync(folder)).Manifest;
        foreach (var name in PayloadFolder.HostileNames.Where(name => name.Length < 200))
        {
            folder.File($"logs/{name}.log", $"log of {name}");
        }

        folder.File("app.json", "{ \"answer\": 43 }\n").Link("logs/link.log", "/etc/passwd").Link("out", "/etc").NonUtf8Name();
        var report = await FetchAsync(host, shipped, "**/*.log", "*.json", "app.dll", "empty.txt", "bad*", "out/passwd");

        Assert.Equal([], report.Faults);
        Assert.Equal("bad\ufffdname", Assert.Single(report.LeftOut).Name);
        Assert.Equal(
            PayloadFolder.HostileNames.Where(name => name.Length < 200).Select(name => $"logs/{name}.log").Append("app.json").Order(StringComparer.Ordinal),
            report.Files.Select(file => Path.GetRelativePath(target, file)).Order(StringComparer.Ordinal));
        Assert.Equal("{ \"answer\": 43 }\n", await File.ReadAllTextAsync(Path.Combine(target, "app.json")));
        Assert.Equal("log of -rf", await File.ReadAllTextAsync(Path.Combine(target, "logs/-rf.log")));
        Assert.Equal(report.Bytes, report.BytesFetched);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Go_on_at_the_byte_where_they_broke_off(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var shipped = (await ScriptHost.ScanAsync(folder)).Manifest;
        var content = new byte[300_001];
        new Random(4).NextBytes(content);
        folder.File("a.dmp", content).File("b.dmp", "second");
        await FetchAsync(host, shipped, "b.dmp");
        await File.WriteAllBytesAsync(Path.Combine(target, $".rd-{DigestOf("a.dmp")}.part"), content[..200_000]);
        await File.WriteAllTextAsync(Path.Combine(target, ".rd-00112233445566778899aabbccddeeff.part"), "of a file that is gone");

        var report = await FetchAsync(host, shipped, "*.dmp");
        var again = await FetchAsync(host, shipped, "*.dmp");

        Assert.Equal([], report.Faults);
        Assert.Equal((100_001, 300_007), (report.BytesFetched, report.Bytes));
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(target, "a.dmp")));
        Assert.Equal(["a.dmp", "b.dmp"], Directory.GetFiles(target).Select(Path.GetFileName).Order());
        Assert.Equal((0, 300_007), (again.BytesFetched, again.Bytes));
    }

    [Fact]
    public async Task Are_never_put_together_from_parts_of_two_files()
    {
        await using var host = await ScriptHost.StartAsync("dash");
        var shipped = (await ScriptHost.ScanAsync(folder)).Manifest;
        folder.File("a.dmp", "0123456789");
        Directory.CreateDirectory(target);
        var part = Path.Combine(target, $".rd-{DigestOf("a.dmp")}.part");
        await File.WriteAllTextAsync(part, "01X");

        var report = await FetchAsync(host, shipped, "*.dmp");

        Assert.Equal(FaultCatalog.FetchedFileDiffers, Assert.Single(report.Faults).Code);
        Assert.Empty(Directory.GetFiles(target));
        await File.WriteAllTextAsync(part, "longer than the whole");
        Assert.Equal([], (await FetchAsync(host, shipped, "*.dmp")).Faults);
        Assert.Equal("0123456789", await File.ReadAllTextAsync(Path.Combine(target, "a.dmp")));
    }

    [Fact]
    public async Task Of_a_host_that_is_gone_are_those_that_came()
    {
        await using var host = await ScriptHost.StartAsync("dash");
        var shipped = (await ScriptHost.ScanAsync(folder)).Manifest;
        folder.File("a.log", "came");
        await FetchAsync(host, shipped, "*.log");
        folder.Dispose();
        Directory.CreateDirectory(folder.Path);
        Directory.Delete(folder.Path);

        var report = await FetchAsync(host, shipped, "*.log");

        Assert.Equal(FaultCatalog.RemotePathMissing, Assert.Single(report.Faults).Code);
        Assert.Equal([Path.Combine(target, "a.log")], report.Files);
        Directory.CreateDirectory(folder.Path);
    }

    [Fact]
    public void Are_the_smallest_that_the_cap_has_room_for()
    {
        var choice = Choose(100, ("dump", 200, 9), ("old", 40, 1), ("new", 40, 2), ("big", 60, 3), ("empty", 0, 0), ("last", 20, 0));

        Assert.Equal(["empty", "last", "new", "old"], choice.Names);
        Assert.Equal([("big", 60), ("dump", 200)], choice.LeftOut.Select(left => (left.Name, left.Size)));
        Assert.All(choice.LeftOut, left => Assert.Equal("beyond the cap of 100 bytes", left.Why));
    }

    [Fact]
    public void Are_not_more_than_a_folder_likes()
    {
        var choice = Choose(long.MaxValue, [.. Enumerable.Range(0, ArtifactChoice.MostFiles + 2).Select(number => ($"{number:00000}", 0L, 0L)), ("huge", long.MaxValue, 0)]);

        Assert.Equal((ArtifactChoice.MostFiles, 3), (choice.Names.Count, choice.LeftOut.Count));
    }

    [Fact]
    public void Say_in_one_sentence_what_stayed_behind()
    {
        var report = new ArtifactReport { LeftOut = [.. Enumerable.Range(0, 12).Select(number => new LeftArtifact($"\e{number}", 5_000_000_000, "beyond the cap of 256 MB"))] };

        Assert.Equal("suite 's': 12 artifacts not brought here, beyond the cap of 256 MB: " + string.Join(", ", Enumerable.Range(0, 10).Select(number => $"\\x1B{number} (5 GB)")) + ", and 2 others", Assert.Single(report.Notes("s")));
    }

    private static ArtifactChoice Choose(long cap, params (string Name, long Size, long Modified)[] files) =>
        ArtifactChoice.Of(files.Select(file => KeyValuePair.Create(file.Name, new AuditedFile(420, file.Size, file.Modified, null))), cap, _ => true);

    private ContentDigest DigestOf(string name) => FileHasher.HashFile(Path.Combine(folder.Path, name), DigestAlgorithm.Md5, CancellationToken.None).Digest;

    private async Task<ArtifactReport> FetchAsync(ScriptHost host, Manifest shipped, params string[] globs)
    {
        await using var run = new HostRun(host.Transport.Host, host.NewSession(), new EventHub(TimeProvider.System, []), TimeProvider.System, new CancellationTokenSource());
        var contact = new Contact(TimeProvider.System, TimeSpan.Zero, _ => { });
        var suite = new TestSuite { Name = "s", Artifacts = globs };
        return await new ArtifactFetcher(run, contact, "md5sum").FetchAsync(suite, new SuiteGround(folder.Path, "r", shipped), target, CancellationToken.None);
    }
}
