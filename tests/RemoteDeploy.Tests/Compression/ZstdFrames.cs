using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Compression;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Compression;

public sealed class ZstdFrames
{
    [Fact]
    public async Task That_hold_bytes_as_they_are_are_read_by_the_program()
    {
        Prerequisite.Program("zstd");
        using var stream = new MemoryStream();
        using var expected = new MemoryStream();
        foreach (var length in new[] { 1, 2, 255, 256, 257, 511, 512, 513, 65535, ZstdFrame.LargestStored })
        {
            var content = Content(length);
            ZstdFrame.WriteStored(stream, content);
            expected.Write(content);
        }

        Assert.Equal(expected.ToArray(), await DecodeAsync(stream.ToArray()));
    }

    [Fact]
    public void Larger_than_a_stored_one_can_be_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ZstdFrame.WriteStored(Stream.Null, new byte[ZstdFrame.LargestStored + 1]));

    [Fact]
    public async Task Of_the_program_are_told_apart_byte_for_byte()
    {
        Prerequisite.Program("zstd");
        var folder = Directory.CreateTempSubdirectory("rd-zstd-").FullName;
        int[] lengths = [0, 1, 200, 256, 5000, 65_536, 65_792, 200_000, 3_000_000];
        var files = lengths.Select((length, at) => Path.Combine(folder, $"{at}")).ToList();
        for (var i = 0; i < lengths.Length; i++)
        {
            await File.WriteAllBytesAsync(files[i], Content(lengths[i]));
        }

        var stream = Path.Combine(folder, "all.zst");
        await Programs.MustRunAsync("sh", ["-c", "zstd -1 -q -c -- \"$@\" >\"$0\"", stream, .. files]);
        var bytes = await File.ReadAllBytesAsync(stream);
        using var from = new ChoppedStream(bytes);
        using var passed = new MemoryStream();

        Array.ForEach(lengths, length => ZstdFrame.Read(from, length, piece => passed.Write(piece)));

        Assert.Equal(bytes, passed.ToArray());
        Assert.Throws<EndOfStreamException>(() => ZstdFrame.Read(from, 0, _ => { }));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Of_another_content_are_refused_before_a_byte_is_passed_on()
    {
        using var frame = new MemoryStream();
        ZstdFrame.WriteStored(frame, new byte[300]);
        frame.Position = 0;

        Assert.Throws<InvalidDataException>(() => ZstdFrame.Read(frame, 301, _ => Assert.Fail("passed on")));
    }

    [Fact]
    public void Are_refused_or_read_to_an_end_whatever_the_bytes_are() => Prop.ForAll<byte[]>(bytes =>
    {
        using var from = new MemoryStream([0x28, 0xB5, 0x2F, 0xFD, .. bytes]);
        var failure = Record.Exception(() => ZstdFrame.Read(from, 7, _ => { }));
        Assert.True(failure is null or EndOfStreamException or InvalidDataException, failure?.ToString());
    }).QuickCheckThrowOnFailure();

    private static byte[] Content(int length) => [.. Enumerable.Range(0, length).Select(number => (byte)(number * 31 >> 4))];

    private static async Task<byte[]> DecodeAsync(byte[] bytes)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, bytes);
        await Programs.MustRunAsync("zstd", "-dqf", file, "-o", file + ".out");
        var decoded = await File.ReadAllBytesAsync(file + ".out");
        File.Delete(file);
        File.Delete(file + ".out");
        return decoded;
    }

    /// <summary>Gives out a few bytes at a time, as pipes do.</summary>
    private sealed class ChoppedStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1000));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1000)]);
    }
}
