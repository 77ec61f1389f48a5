using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Tests.Remoting;

public sealed class Replies
{
    private const string Nonce = "0123456789abcdef";
    private const string Tick = $"@rd-{Nonce} tick\n";

    private static readonly Gen<string> Line = Gen.Frequency(
        (3, Gen.Elements("", "x", "fault locked", "@rd-", $"@rd-{Nonce}", "@rd-ffffffffffffffff end 0", "@rd-ffffffffffffffff begin", $" @rd-{Nonce} end 0", $"x@rd-{Nonce} end 0", "tick", "end 0")),
        (2, ArbMap.Default.GeneratorFor<string>().Select(text => (text ?? "").ReplaceLineEndings(" "))),
        (1, Gen.Choose(200_000, 300_000).Select(length => new string('l', length))));

    private static readonly Gen<string[]> Body = Line.ArrayOf().Select(lines => lines.Take(12).ToArray());

    private static readonly Gen<int[]> Chunks = Gen.OneOf(Gen.Choose(1, 7), Gen.Choose(1, 40), Gen.Choose(1, 200_000)).NonEmptyListOf().Select(sizes => sizes.ToArray());

    private static readonly Config Properties = Config.QuickThrowOnFailure.WithMaxTest(150);

    [Fact]
    public void Give_the_lines_of_the_body_wherever_the_bytes_are_cut() => Prop.ForAll(
        (from body in Body from ticks in Gen.Choose(0, 2).ListOf(body.Length + 1) from chunks in Chunks from status in Gen.Choose(0, 255) select (body, ticks, chunks, status)).ToArbitrary(),
        given =>
        {
            var text = new StringBuilder("noise\n@rd-ffffffffffffffff begin\nmore").Append($"\n@rd-{Nonce} begin\n");
            for (var i = 0; i <= given.body.Length; i++)
            {
                text.Append(string.Concat(Enumerable.Repeat(Tick, given.ticks[i]))).Append(i < given.body.Length ? given.body[i] + "\n" : "");
            }

            var (lines, reader) = ReadLines(Bytes(text.Append($"\n@rd-{Nonce} end {given.status}\n").ToString()), given.chunks);
            Assert.Equal(given.body, lines);
            Assert.Equal(given.status, reader.Status);
            Assert.Equal("noise\n@rd-ffffffffffffffff begin\nmore".Length, reader.Noise);
        }).Check(Properties);

    [Fact]
    public void Give_a_raw_body_byte_for_byte() => Prop.ForAll(
        (from body in RawBody from chunks in Chunks from status in Gen.Choose(0, 255) select (body, chunks, status)).ToArbitrary(),
        given =>
        {
            var reader = Begin([.. Bytes($"\n@rd-{Nonce} begin\n"), .. given.body, .. Bytes($"\n@rd-{Nonce} end {given.status}\n")], given.chunks);
            using var copy = new MemoryStream();
            reader.CopyToEndAsync(copy, CancellationToken.None).GetAwaiter().GetResult();
            Assert.Equal(given.body, copy.ToArray());
            Assert.Equal(given.status, reader.Status);
        }).Check(Properties);

    [Fact]
    public void Are_never_whole_when_they_break_off() => Prop.ForAll(
        (from body in Body from chunks in Chunks from cut in Gen.Choose(1, 29) select (body, chunks, cut)).ToArbitrary(),
        given =>
        {
            var whole = Bytes($"\n@rd-{Nonce} begin\n" + string.Concat(given.body.Select(line => line + "\n")) + $"\n@rd-{Nonce} end 12\n");
            var reader = Begin(whole[..^given.cut], given.chunks);
            Assert.Throws<EndOfStreamException>(() => Drain(reader));
            Assert.Null(reader.Status);
        }).Check(Properties);

    [Fact]
    public async Task Hand_out_counted_bytes_between_lines()
    {
        byte[] content = [.. Bytes($"\n@rd-{Nonce} end 0\n"), 0, 255];
        var reader = Begin([.. Bytes($"\n@rd-{Nonce} begin\ndata {content.Length}\n"), .. content, .. Bytes($"after\n\n@rd-{Nonce} end 0\n")], [5]);
        using var copy = new MemoryStream();

        Assert.Equal($"data {content.Length}", await reader.TextAsync(CancellationToken.None));
        await reader.CopyAsync(content.Length, copy, CancellationToken.None);

        Assert.Equal(content, copy.ToArray());
        Assert.Equal(["after"], Drain(reader));
    }

    [Fact]
    public async Task Have_not_begun_when_only_noise_came()
    {
        var reader = new ReplyReader(new ChunkedStream(Bytes("This account is not available.\n"), [3]), Nonce);

        Assert.False(await reader.BeginAsync(CancellationToken.None));
        Assert.Equal("This account is not available.\n", reader.NoiseText);
    }

    [Fact]
    public async Task Are_given_up_when_the_noise_never_ends()
    {
        var flood = Enumerable.Repeat((byte)'y', 3 << 20).Select((letter, at) => at % 80 == 79 ? (byte)'\n' : letter).ToArray();
        var reader = new ReplyReader(new ChunkedStream(flood, [65536]), Nonce);

        await Assert.ThrowsAsync<InvalidDataException>(() => reader.BeginAsync(CancellationToken.None));
    }

    // Newlines, beginnings of the mark and whole marks of other requests.
    private static Gen<byte[]> Piece => Gen.OneOf(
        Gen.Elements("\n", "\n\n", "\n@", $"\n@rd-{Nonce}", "\n@rd-ffffffffffffffff end 0\n", $"@rd-{Nonce[..8]}", " ").Select(Bytes),
        Gen.Choose(0, 255).ArrayOf().Select(codes => codes.Select(code => (byte)code).ToArray()),
        Gen.Choose(100_000, 200_000).Select(length => Enumerable.Repeat((byte)'z', length).ToArray()));

    // No body holds the mark itself: the nonce is made anew for each request.
    private static Gen<byte[]> RawBody => Piece.ArrayOf()
        .Select(pieces => pieces.SelectMany(piece => piece).ToArray())
        .Where(body => body.AsSpan().IndexOf(Bytes($"\n@rd-{Nonce} ")) < 0);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static ReplyReader Begin(byte[] bytes, int[] chunks)
    {
        var reader = new ReplyReader(new ChunkedStream(bytes, chunks), Nonce);
        Assert.True(reader.BeginAsync(CancellationToken.None).GetAwaiter().GetResult());
        return reader;
    }

    private static (List<string> Lines, ReplyReader Reader) ReadLines(byte[] bytes, int[] chunks)
    {
        var reader = Begin(bytes, chunks);
        return (Drain(reader), reader);
    }

    private static List<string> Drain(ReplyReader reader)
    {
        var lines = new List<string>();
        while (reader.TextAsync(CancellationToken.None).GetAwaiter().GetResult() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Gives out bytes in pieces of the given sizes, over and over.</summary>
    private sealed class ChunkedStream(byte[] bytes, int[] sizes) : MemoryStream(bytes)
    {
        private int turn;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var size = Math.Min(sizes[turn++ % sizes.Length], buffer.Length);
            return ValueTask.FromResult(Read(buffer.Span[..size]));
        }
    }
}
