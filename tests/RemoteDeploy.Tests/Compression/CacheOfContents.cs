using RemoteDeploy.Compression;
using RemoteDeploy.Payload;

namespace RemoteDeploy.Tests.Compression;

public sealed class CacheOfContents : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly string folder = Directory.CreateTempSubdirectory("rd-cache-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Gives_back_what_was_kept_and_nothing_else()
    {
        Keep(1, 2);
        using var cache = Open();

        Assert.Equal([2, 2, 2], Read(cache.Find(Entry(2))!));
        Assert.Null(cache.Find(Entry(3)));
        Assert.Null(cache.Find(Entry(2) with { Size = 8 }));
    }

    [Fact]
    public void Forgets_first_what_was_used_longest_ago()
    {
        Keep(1);
        Keep(2);
        File.SetLastWriteTimeUtc(IndexOf(1), Now.UtcDateTime.AddDays(-2));
        File.SetLastWriteTimeUtc(IndexOf(2), Now.UtcDateTime.AddDays(-1));
        using (var cache = Open(limit: 3))
        {
            Assert.NotNull(cache.Find(Entry(1)));
        }

        using var later = Open();
        Assert.NotNull(later.Find(Entry(1)));
        Assert.Null(later.Find(Entry(2)));
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void Forgets_what_is_not_to_be_trusted()
    {
        Keep(1);
        var cache = Open();
        Assert.NotNull(cache.Find(Entry(1)));

        cache.Close(isTrusted: false);

        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("something else\n")]
    [InlineData("remotedeploy-cache 1\nnonsense\n01010101010101010101010101010101 7 0 99\n-1 -2 -3 -4\n")]
    public void Takes_no_notice_of_an_index_that_makes_no_sense(string text)
    {
        Keep(1);
        File.WriteAllText(IndexOf(1), text);
        using var cache = Open();

        Assert.Null(cache.Find(Entry(1)));
    }

    [Fact]
    public void Removes_what_a_run_left_that_died_but_not_what_one_is_making()
    {
        using var cache = Open();
        using var made = cache.NewSpool()!;
        var dead = Path.Combine(folder, "dead.spool");
        File.WriteAllText(dead, "x");
        File.SetLastWriteTimeUtc(dead, Now.UtcDateTime.AddDays(-3));
        File.SetLastWriteTimeUtc(made.Path!, Now.UtcDateTime);

        cache.Close(isTrusted: true);

        Assert.Equal([made.Path!], Directory.GetFiles(folder));
    }

    [Fact]
    public void Does_without_where_its_folder_cannot_be_made()
    {
        var file = Path.Combine(folder, "file");
        File.WriteAllText(file, "");
        using var cache = new ContentCache(Path.Combine(file, "cache"), 1000, TimeProvider.System);

        Assert.Null(cache.NewSpool());
        Assert.Null(cache.Find(Entry(1)));
    }

    private static ManifestEntry Entry(byte number) => new(EntryKind.File, "file", 420) { Size = 7, Digest = new ContentDigest([.. Enumerable.Repeat(number, 16)]) };

    private static byte[] Read(CompressedContent content)
    {
        using var to = new MemoryStream();
        content.CopyTo(to, _ => { }, CancellationToken.None);
        return to.ToArray();
    }

    private ContentCache Open(long limit = 1000) => new(folder, limit, new FixedTime(Now));

    private string IndexOf(byte number) => Directory.GetFiles(folder, "*.index").Single(file => File.ReadAllText(file).Contains(Entry(number).Digest.ToString(), StringComparison.Ordinal));

    // A content of a number is three bytes of it.
    private void Keep(params byte[] numbers)
    {
        using var cache = Open();
        using var spool = cache.NewSpool()!;
        var contents = new Dictionary<ContentDigest, CompressedContent>();
        foreach (var number in numbers)
        {
            var content = new CompressedContent(7);
            content.Begin(spool);
            spool.Append([number, number, number]);
            content.Grow(3);
            content.Complete();
            contents[Entry(number).Digest] = content;
        }

        ContentCache.Keep(spool, contents);
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
