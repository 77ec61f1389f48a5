using RemoteDeploy.Payload;

namespace RemoteDeploy.Tests.Payload;

public class ManifestIdentity
{
    private static readonly ManifestEntry File = new(EntryKind.File, "app", 420) { Size = 3, Modified = 1000, Digest = Digest(1) };
    private static readonly ManifestEntry Folder = new(EntryKind.Folder, ".", 493) { Modified = 1000 };
    private static readonly ManifestEntry Link = new(EntryKind.Link, "link", 0) { Target = "app" };
    private static readonly string Digest0 = Of(File, Folder, Link);

    [Fact]
    public void Does_not_change_with_times() => Assert.Equal(Digest0, Of(File with { Modified = 7 }, Folder with { Modified = 8 }, Link));

    [Fact]
    public void Does_not_change_with_the_order_of_the_entries() => Assert.Equal(Digest0, Of(Link, File, Folder));

    [Fact]
    public void Changes_with_everything_else()
    {
        string[] others =
        [
            Of(File with { Mode = 493 }, Folder, Link), Of(File with { Size = 4 }, Folder, Link), Of(File with { Digest = Digest(2) }, Folder, Link),
            Of(File with { Path = "App" }, Folder, Link), Of(File, Folder with { Mode = 448 }, Link), Of(File, Folder, Link with { Target = "./app" }),
            Of(File, Folder, Link with { Path = "link2" }), Of(File, Folder), Of(File, Folder, Link, Link with { Path = "more" }),
            Of(new ManifestEntry(EntryKind.Folder, "app", 420), Folder, Link), new Manifest(DigestAlgorithm.Sha256, [File, Folder, Link]).Digest,
        ];

        Assert.DoesNotContain(Digest0, others);
        Assert.Distinct(others);
    }

    [Fact]
    public void Cannot_be_forged_by_a_name_that_looks_like_a_line() =>
        Assert.NotEqual(Of(Folder, File, File with { Path = "b" }), Of(Folder, File with { Path = "app\nf 644 3 0 " + File.Digest + " b" }));

    private static string Of(params ManifestEntry[] entries) => new Manifest(DigestAlgorithm.Md5, entries).Digest;

    private static ContentDigest Digest(byte first) => new([first, .. new byte[15]]);
}
