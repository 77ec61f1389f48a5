using System.IO.Compression;
using RemoteDeploy.Compression;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Compression;

public sealed class GzipMembers : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rd-gzip-").FullName;
    private readonly GzipEncoding encoding = new();

    public static TheoryData<string> Decoders => ["gzip", "busybox"];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Decoders))]
    public async Task That_hold_bytes_as_they_are_are_read_by_the_program(string program)
    {
        using var stream = new MemoryStream();
        using var expected = new MemoryStream();
        foreach (var length in new[] { 1, 2, 511, 512, 65_534, 65_535, 65_536, 300_000 })
        {
            encoding.WriteStored(stream, Content(length));
            expected.Write(Content(length));
        }

        Assert.Equal(expected.ToArray(), await DecodeAsync(program, stream.ToArray()));
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public async Task Of_contents_and_what_stands_between_them_are_one_stream_for_the_program(string program)
    {
        using var spool = SpoolFile.Temporary(folder);
        using var stream = new MemoryStream();
        using var expected = new MemoryStream();
        int[] lengths = [1, 131_071, 131_072, 131_073, 1_000_000];
        var files = await Task.WhenAll(lengths.Select(async length => (await FileAsync(length), new CompressedContent(length))));
        encoding.Compress(files[..2], 1, spool, CancellationToken.None);
        encoding.Compress(files[2..], 9, spool, CancellationToken.None);

        // Heads of an archive go as they are, between the contents.
        foreach (var (path, content) in files)
        {
            encoding.WriteStored(stream, Content(512));
            content.CopyTo(stream, _ => { }, CancellationToken.None);
            expected.Write(Content(512));
            expected.Write(await File.ReadAllBytesAsync(path));
        }

        Assert.Equal(expected.ToArray(), await DecodeAsync(program, stream.ToArray()));
    }

    [Fact]
    public void Leave_the_stream_they_are_written_to_open()
    {
        using var stream = new MemoryStream();

        encoding.WriteStored(stream, "a"u8);
        encoding.WriteStored(stream, "b"u8);

        stream.Position = 0;
        using var decoded = new StreamReader(new GZipStream(stream, CompressionMode.Decompress));
        Assert.Equal("ab", decoded.ReadToEnd());
    }

    [Theory]
    [InlineData(99)]
    [InlineData(101)]
    public async Task Of_a_file_that_has_another_length_now_are_given_up(long promised)
    {
        using var spool = SpoolFile.Temporary(folder);
        var changed = new CompressedContent(promised);
        var good = new CompressedContent(200);

        encoding.Compress([(await FileAsync(100), changed), (await FileAsync(200), good)], 1, spool, CancellationToken.None);

        Assert.Throws<CompressionException>(() => changed.CopyTo(Stream.Null, _ => { }, CancellationToken.None));
        Assert.NotNull(good.PlaceIn(spool));
    }

    private static byte[] Content(int length) => [.. Enumerable.Range(0, length).Select(number => (byte)(number * 31 >> 4))];

    private async Task<string> FileAsync(int length)
    {
        var path = Path.Combine(folder, $"file-{length}");
        await File.WriteAllBytesAsync(path, Content(length));
        return path;
    }

    private async Task<byte[]> DecodeAsync(string program, byte[] bytes)
    {
        Prerequisite.Posix();
        Prerequisite.Program(program);
        var file = Path.Combine(folder, "all.gz");
        await File.WriteAllBytesAsync(file, bytes);
        var gzip = program == "gzip" ? "gzip -dcq" : $"{program} gzip -dcq";
        await Programs.MustRunAsync("sh", "-c", $"{gzip} <\"$0\" >\"$1\"", file, file + ".out");
        return await File.ReadAllBytesAsync(file + ".out");
    }
}
