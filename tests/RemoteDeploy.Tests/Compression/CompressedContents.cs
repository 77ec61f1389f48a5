using RemoteDeploy.Compression;

namespace RemoteDeploy.Tests.Compression;

public sealed class CompressedContents : IDisposable
{
    private readonly SpoolFile spool = SpoolFile.Temporary(Directory.CreateTempSubdirectory("rd-spool-").FullName);

    public void Dispose() => spool.Dispose();

    [Fact]
    public async Task Reach_every_reader_whole_while_they_are_made()
    {
        spool.Append(new byte[100]);
        var content = new CompressedContent(1 << 20);
        var readers = Enumerable.Range(0, 8).Select(_ => Task.Run(() => Read(content))).ToList();
        content.Begin(spool);
        var whole = new List<byte>();
        for (var i = 1; i <= 300; i++)
        {
            var piece = Enumerable.Repeat((byte)i, i * 7).ToArray();
            whole.AddRange(piece);
            spool.Append(piece);
            content.Grow(piece.Length);
        }

        content.Complete();

        Assert.All(await Task.WhenAll(readers), bytes => Assert.Equal(whole, bytes));
        Assert.Equal(whole, Read(content));
    }

    [Fact]
    public async Task Tell_readers_when_they_cannot_be_made()
    {
        var content = new CompressedContent(5);
        var early = Task.Run(() => content.WaitForBegin(CancellationToken.None));
        content.Begin(spool);
        spool.Append([1]);
        content.Grow(1);
        Assert.True(await early);
        var reader = Task.Run(() => Read(content));

        content.Fail();

        await Assert.ThrowsAsync<CompressionException>(() => reader);
        Assert.False(content.WaitForBegin(CancellationToken.None));
    }

    [Fact]
    public async Task Are_not_waited_for_when_the_reader_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var reader = Task.Run(() => new CompressedContent(5).CopyTo(Stream.Null, _ => { }, cancel.Token));

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader);
    }

    private static byte[] Read(CompressedContent content)
    {
        using var to = new MemoryStream();
        content.CopyTo(to, _ => { }, CancellationToken.None);
        return to.ToArray();
    }
}
