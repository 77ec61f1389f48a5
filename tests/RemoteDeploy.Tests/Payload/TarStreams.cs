using System.Diagnostics;
using System.Formats.Tar;
using RemoteDeploy.Broadcast;
using RemoteDeploy.Compression;
using RemoteDeploy.Payload;
using RemoteDeploy.Remoting;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Pipelines;
using EntryKind = RemoteDeploy.Payload.EntryKind;

namespace RemoteDeploy.Tests.Payload;

public sealed class TarStreams : IDisposable
{
    private const int Record = 20 * 512;
    private readonly PayloadFolder payload = PayloadFolder.Hostile().File("zero", "").File("locked/inside.txt", "x", "0444").EmptyFolder("empty")
        .File("bits/setuid", "x", "4755").File("old", "x").File("future", "x");
    private readonly string archive = Path.Combine(Directory.CreateTempSubdirectory("rd-tar-").FullName, "payload.tar");

    public TarStreams()
    {
        Prerequisite.Posix();
        File.SetLastWriteTimeUtc(Path.Combine(payload.Path, "old"), new DateTime(1969, 7, 20, 20, 17, 40, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(Path.Combine(payload.Path, "future"), new DateTime(2107, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        FileModes.Set(Path.Combine(payload.Path, "locked"), "555");
        FileModes.Set(Path.Combine(payload.Path, "empty"), "1777");
    }

    public void Dispose()
    {
        FileModes.Set(Path.Combine(payload.Path, "locked"), "755");
        payload.Dispose();
        Directory.Delete(Path.GetDirectoryName(archive)!, recursive: true);
    }

    [Theory]
    [InlineData("tar")]
    [InlineData("busybox", "tar")]
    public async Task Are_unpacked_into_the_same_folder_by(params string[] program)
    {
        Prerequisite.Program(program[0]);
        await WriteAsync(await ScanAsync());
        var target = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(archive)!, "out")).FullName;

        await Programs.MustRunAsync(program[0], [.. program[1..], "-xpf", archive, "-C", target]);

        FolderSnapshot.AssertSame(payload.Snapshot(), FolderSnapshot.Of(target));
        FileModes.Set(Path.Combine(target, "locked"), "755");
    }

    [Fact]
    public async Task Say_to_the_framework_exactly_what_the_manifest_says()
    {
        var snapshot = await ScanAsync();
        await WriteAsync(snapshot);

        var found = ReadAll();

        Assert.Equal(snapshot.Manifest.Entries.Select(Describe).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal(0, new FileInfo(archive).Length % Record);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip")]
    public async Task Are_the_same_when_they_were_compressed(string encoding)
    {
        payload.File("big", [.. new byte[900_000], .. Enumerable.Range(0, 300_000).Select(number => (byte)(number * number >> 3))]).File("twin", new byte[5000]).File("twin2", new byte[5000]);
        var snapshot = await ScanAsync();
        await WriteAsync(snapshot, encoding);
        var compressed = await File.ReadAllBytesAsync(archive);

        await DecodeAsync(encoding);

        Assert.Equal(snapshot.Manifest.Entries.Select(Describe).Order(StringComparer.Ordinal), ReadAll().Order(StringComparer.Ordinal));
        Assert.Equal(0, new FileInfo(archive).Length % Record);
        Assert.True(compressed.Length < new FileInfo(archive).Length / 2);
    }

    [Fact]
    public async Task Have_folders_after_all_that_is_in_them()
    {
        await WriteAsync(await ScanAsync());
        using var reader = new TarReader(File.OpenRead(archive));
        var closed = new HashSet<string>(StringComparer.Ordinal);
        while (reader.GetNextEntry() is { } entry)
        {
            var name = entry.Name.TrimEnd('/');
            Assert.DoesNotContain(closed, folder => name.StartsWith(folder + "/", StringComparison.Ordinal));
            if (entry.EntryType == TarEntryType.Directory)
            {
                closed.Add(name);
            }
        }

        Assert.Contains("./locked", closed);
    }

    [Theory]
    [InlineData("shrinks", null)]
    [InlineData("grows", null)]
    [InlineData("vanishes before", null)]
    [InlineData("vanishes before", "zstd")]
    [InlineData("vanishes before", "gzip")]
    [InlineData("has shrunk", "zstd")]
    [InlineData("has shrunk", "gzip")]
    public async Task Stay_whole_when_a_file(string what, string? encoding)
    {
        payload.File("changing", new byte[3_000_000]).File("zz-next", "the file after it");
        var snapshot = await ScanAsync();
        var changing = Path.Combine(payload.Path, "changing");
        if (what == "vanishes before")
        {
            File.Delete(changing);
        }

        if (what == "has shrunk")
        {
            await File.WriteAllTextAsync(changing, "little");
        }

        await WriteAsync(snapshot, encoding, whileSent: encoding is not null ? null : () =>
        {
            using var stream = what switch { "vanishes before" => null, _ => new FileStream(changing, FileMode.Open, FileAccess.Write, FileShare.ReadWrite) };
            stream?.SetLength(what == "shrinks" ? 100_000 : 5_000_000);
        });

        if (encoding is not null)
        {
            await DecodeAsync(encoding);
        }

        var listed = await Programs.MustRunAsync("tar", "-tvf", archive);
        Assert.Equal(snapshot.Manifest.Entries.Count, ReadAll().Count);
        Assert.Contains(" 3000000 ", listed.Split('\n').Single(line => line.EndsWith("./changing", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal("the file after it", await Programs.MustRunAsync("tar", "-xOf", archive, "./zz-next"));
    }

    // Linux lends pages of large files to a pipe; what comes out is the same.
    [Fact]
    public async Task Are_the_same_through_the_pipe_of_a_program()
    {
        foreach (var size in new[] { 32 * 1024, (32 * 1024) - 1, 1_000_003, 3_000_000 })
        {
            payload.File($"size{size}", Noise.Of(size));
        }

        var snapshot = await ScanAsync();
        await WriteAsync(snapshot);
        var direct = await File.ReadAllBytesAsync(archive);
        await WriteThroughPipeAsync(snapshot, _ => { });

        Assert.Equal(direct, await File.ReadAllBytesAsync(archive));
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(5_000_000)]
    public async Task Stay_whole_in_a_pipe_when_a_file_changes_its_size(long size)
    {
        payload.File("changing", Noise.Of(3_000_000)).File("zz-next", "the file after it");
        var snapshot = await ScanAsync();
        var changing = Path.Combine(payload.Path, "changing");

        await WriteThroughPipeAsync(snapshot, sent =>
        {
            using var stream = new FileStream(changing, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            stream.SetLength(size);
        });

        Assert.Equal(snapshot.Manifest.Entries.Count, ReadAll().Count);
        Assert.Equal("the file after it", await Programs.MustRunAsync("tar", "-xOf", archive, "./zz-next"));
    }

    [Fact]
    public async Task Lend_pages_of_files_to_pipes_of_programs()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux can do that.");
        var large = Noise.Of(100_000);
        payload.File("large", large);
        await using var cat = RemoteProcess.Start(new ProcessStartInfo("cat"));
        using var file = File.OpenHandle(Path.Combine(payload.Path, "large"));

        var taken = SystemPipe.Splice(file, 10_000, cat.Input, 20_000);
        cat.CloseInput();
        var came = new byte[30_000];
        var count = await cat.Output.ReadAtLeastAsync(came, came.Length, throwOnEndOfStream: false);

        Assert.InRange(taken, 1, 20_000);
        Assert.Equal(large[10_000..(10_000 + (int)taken)], came[..count]);
        Assert.Equal(0, SystemPipe.Splice(file, 0, Stream.Null, 1));
    }

    private async Task WriteThroughPipeAsync(PayloadSnapshot snapshot, Action<long> onBytes)
    {
        var files = snapshot.Manifest.Files.OrderByDescending(file => file.Path == "changing").ToList();
        await using var cat = RemoteProcess.Start(new ProcessStartInfo("sh") { ArgumentList = { "-c", "exec cat >\"$0\"", archive } });
        using var watchdog = new Watchdog(TimeProvider.System, null, null, default);
        await TarStream.WriteAsync(new CountingStream(new WatchedStream(cat.Input, watchdog)), snapshot, files, onBytes, null, default);
        cat.CloseInput();
        Assert.Equal(0, await cat.WaitAsync(default));
    }

    private async Task<PayloadSnapshot> ScanAsync() => (await PayloadScanner.ScanAsync(payload.Path, DigestAlgorithm.Sha256, default)).Value;

    private async Task DecodeAsync(string encoding)
    {
        await Programs.MustRunAsync("sh", "-c", "exec \"$0\" -dcq <\"$1\" >\"$1.tar\"", encoding, archive);
        File.Move(archive + ".tar", archive, overwrite: true);
    }

    private async Task WriteAsync(PayloadSnapshot snapshot, string? encoding = null, Action? whileSent = null)
    {
        if (encoding is not null)
        {
            Prerequisite.Program(encoding);
        }

        // The changing file is sent first, so that the change happens while it is read.
        var files = snapshot.Manifest.Files.OrderByDescending(file => file.Path == "changing").ToList();
        var spool = Path.Combine(Path.GetDirectoryName(archive)!, "spool");
        using var compressor = encoding is null ? null : new PayloadCompressor(encoding == "gzip" ? new GzipEncoding() : new ZstdProgram("zstd"), snapshot, spool, cache: null);
        await using var stream = File.Create(archive);
        await TarStream.WriteAsync(stream, snapshot, files, _ => Interlocked.Exchange(ref whileSent, null)?.Invoke(), compressor, default);
        Assert.Empty(Directory.Exists(spool) ? Directory.GetFiles(spool) : []);
    }

    private List<string> ReadAll()
    {
        using var reader = new TarReader(File.OpenRead(archive));
        var found = new List<string>();
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            var name = entry.Name.Length > 2 ? entry.Name[2..].TrimEnd('/') : ".";
            var isFile = entry.EntryType is TarEntryType.RegularFile;
            var digest = isFile ? Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(entry.DataStream ?? Stream.Null)) : "";
            found.Add(entry.EntryType == TarEntryType.SymbolicLink
                ? $"{EntryKind.Link} {name} {entry.LinkName}"
                : $"{(isFile ? EntryKind.File : EntryKind.Folder)} {name} {(int)entry.Mode} {entry.ModificationTime.ToUnixTimeSeconds()} {entry.Length} {digest}");
        }

        return found;
    }

    private static string Describe(ManifestEntry entry) => entry.Kind == EntryKind.Link
        ? $"{entry.Kind} {entry.Path} {entry.Target}"
        : $"{entry.Kind} {entry.Path} {entry.Mode} {entry.Modified} {entry.Size} {entry.Digest}";
}
