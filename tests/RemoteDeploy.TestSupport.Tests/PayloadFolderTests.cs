using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.TestSupport.Tests;

public sealed class TwoFolders
{
    [Fact]
    public void OfThePlainPayloadAreTheSame()
    {
        Prerequisite.Posix();
        using var one = PayloadFolder.Plain();
        using var two = PayloadFolder.Plain();
        FolderSnapshot.AssertSame(one.Snapshot(), two.Snapshot());
        Assert.Equal("0755", one.Snapshot()["run.sh"].Mode);
        Assert.Equal(EntryKind.Folder, one.Snapshot()["logs/today"].Kind);
        Assert.Equal("../run.sh", one.Snapshot()["lib/up"].Target);
    }

    [Fact]
    public void OfTheHostilePayloadHoldEveryName()
    {
        Prerequisite.Posix();
        using var folder = PayloadFolder.Hostile();
        var paths = folder.Snapshot().Paths;
        Assert.All(PayloadFolder.HostileNames, name =>
        {
            Assert.Contains(name, paths);
            Assert.Contains($"folders/{name}/{name}", paths);
        });
    }

    public static TheoryData<string, Action<PayloadFolder>> Changes => new()
    {
        { "  differs:   app.json: ", folder => folder.File("app.json", "{ \"answer\": 43 }\n") },
        { "  differs:   run.sh: ", folder => folder.File("run.sh", "#!/bin/sh\necho running\n", "0644") },
        { "  differs:   app.json: ", folder => File.SetLastWriteTimeUtc(Path.Combine(folder.Path, "app.json"), DateTime.UnixEpoch) },
        { "  differs:   app-latest.dll: ", folder => folder.Remove("app-latest.dll").Link("app-latest.dll", "app.json") },
        { "  differs:   empty.txt: ", folder => folder.Remove("empty.txt").EmptyFolder("empty.txt") },
        { "  missing:   app.dll ", folder => folder.Remove("app.dll") },
        { "  not asked: new\\x0aline ", folder => folder.File("new\nline", "") },
        { "  not asked: logs/empty ", folder => folder.EmptyFolder("logs/empty") },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void ThatDifferInOnePlaceGiveOneLine(string line, Action<PayloadFolder> change)
    {
        Prerequisite.Posix();
        using var one = PayloadFolder.Plain();
        using var two = PayloadFolder.Plain();
        change(two);
        Assert.StartsWith(line, Assert.Single(one.Snapshot().DifferencesTo(two.Snapshot())), StringComparison.Ordinal);
    }

    [Fact]
    public void OfLargeSparseFilesCompareByContent()
    {
        using var one = new PayloadFolder().SparseFile("big", 50_000_000);
        using var two = new PayloadFolder().SparseFile("big", 50_000_001);
        Assert.Single(one.Snapshot().DifferencesTo(two.Snapshot()));
    }
}
