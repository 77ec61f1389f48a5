using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Tests.Verification;

public class ComparingARelease
{
    private static readonly ContentDigest Right = new(new byte[16]);
    private static readonly ContentDigest Wrong = new([1, .. new byte[15]]);

    private static readonly Manifest Manifest = new(DigestAlgorithm.Md5,
    [
        new(EntryKind.Folder, ".", 493), new(EntryKind.Folder, "lib", 493), new(EntryKind.File, "lib/app", 420) { Size = 3, Digest = Right },
        new(EntryKind.Link, "link", 0) { Target = "lib/app" },
    ]);

    private readonly Dictionary<string, AuditedFile> files = new(StringComparer.Ordinal) { ["lib/app"] = new(420, 3, 99, Right) };
    private readonly Dictionary<string, int> folders = new(StringComparer.Ordinal) { ["."] = 493, ["lib"] = 493 };
    private readonly Dictionary<string, string> links = new(StringComparer.Ordinal) { ["link"] = "lib/app" };
    private readonly List<string> others = [];

    [Fact]
    public void That_is_the_same_holds()
    {
        Assert.True(Compare().Holds);
        Assert.Empty(Compare().Resend);
    }

    [Fact]
    public void With_another_digest_names_both_and_sends_it_again()
    {
        files["lib/app"] = files["lib/app"] with { Digest = Wrong };

        var fault = Only(FaultCatalog.DigestDiffers, "lib/app", resend: true);
        Assert.Equal(($"{Right} (3 bytes)", $"{Wrong} (3 bytes)"), (fault.Expected, fault.Found));
    }

    [Fact]
    public void With_another_size_but_the_digest_of_the_manifest_differs()
    {
        files["lib/app"] = files["lib/app"] with { Size = 4 };
        Only(FaultCatalog.DigestDiffers, "lib/app", resend: true);
    }

    [Fact]
    public void With_a_file_that_the_host_cannot_read_differs()
    {
        files["lib/app"] = files["lib/app"] with { Digest = null };
        Only(FaultCatalog.DigestDiffers, "lib/app", resend: true);
    }

    [Fact]
    public void With_a_copy_that_was_not_read_holds_only_where_it_was_ordered()
    {
        files["lib/app"] = AuditedFile.TryParse("644 3 99.5", "=")!;

        Only(FaultCatalog.DigestDiffers, "lib/app", resend: true);
        var ordered = ReleaseComparison.Of(Manifest, Listing(), new HashSet<string>(StringComparer.Ordinal) { "lib/app" });
        Assert.Equal((true, 1), (ordered.Holds, ordered.KnownCopies));
        Assert.False(ReleaseComparison.Of(Manifest, Listing(), new HashSet<string>(StringComparer.Ordinal) { "other" }).Holds);
    }

    [Theory]
    [InlineData("644 4 99", "=")]
    [InlineData("600 3 99", "=")]
    [InlineData("644 3 99", "-")]
    public void With_an_ordered_copy_that_is_not_like_its_source_differs(string stat, string digest)
    {
        files["lib/app"] = AuditedFile.TryParse(stat, digest)!;

        var comparison = ReleaseComparison.Of(Manifest, Listing(), new HashSet<string>(StringComparer.Ordinal) { "lib/app" });

        Assert.Equal(["lib/app"], comparison.Resend.Select(entry => entry.Path));
    }

    [Fact]
    public void With_another_digest_differs_although_a_copy_was_ordered()
    {
        files["lib/app"] = files["lib/app"] with { Digest = Wrong };

        Assert.False(ReleaseComparison.Of(Manifest, Listing(), new HashSet<string>(StringComparer.Ordinal) { "lib/app" }).Holds);
    }

    [Fact]
    public void With_a_digest_of_another_length_differs()
    {
        files["lib/app"] = files["lib/app"] with { Digest = new ContentDigest(new byte[32]) };
        Only(FaultCatalog.DigestDiffers, "lib/app", resend: true);
    }

    [Fact]
    public void Without_a_file_misses_it_and_sends_it_again()
    {
        files.Clear();
        Only(FaultCatalog.FileMissing, "lib/app", resend: true);
    }

    [Theory]
    [InlineData("Readme", "readme", "readme")]
    [InlineData("B\u00dcCHER", "b\u00fccher", "b\u00fccher")]
    [InlineData("readme", "notes", null)]
    public void Without_a_file_names_another_that_has_its_name_where_case_is_ignored(string gone, string there, string? blamed)
    {
        ManifestEntry[] entries = [.. Manifest.Entries, .. new[] { gone, there }.Select(name => new ManifestEntry(EntryKind.File, name, 420) { Size = 3, Digest = Right })];
        files[there] = files["lib/app"];

        var fault = Assert.Single(ReleaseComparison.Of(new Manifest(DigestAlgorithm.Md5, entries), Listing()).Faults);

        Assert.Equal((FaultCatalog.FileMissing, gone), (fault.Code, fault.Path));
        Assert.Equal(blamed is null ? null : $"'{blamed}' of the payload, which is the same name where case is ignored", fault.Found);
    }

    [Fact]
    public void Without_a_folder_misses_it()
    {
        folders.Remove("lib");
        Only(FaultCatalog.FileMissing, "lib");
    }

    [Fact]
    public void Without_a_link_misses_it()
    {
        links.Clear();
        Only(FaultCatalog.FileMissing, "link");
    }

    [Theory]
    [InlineData(384)]
    [InlineData(2468)] // 4644: the set-user-id bit
    public void With_another_mode_of_a_file_differs(int mode)
    {
        files["lib/app"] = files["lib/app"] with { Mode = mode };

        var fault = Only(FaultCatalog.EntryDiffers, "lib/app", resend: true);
        Assert.Equal(("644", Convert.ToString(mode, 8)), (fault.Expected, fault.Found));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("lib")]
    public void With_another_mode_of_a_folder_differs(string folder)
    {
        folders[folder] = 511;
        Only(FaultCatalog.EntryDiffers, folder);
    }

    [Fact]
    public void With_another_target_of_a_link_differs()
    {
        links["link"] = "/etc/\u001b[31mpasswd";

        Assert.Equal("/etc/\\x1B[31mpasswd", Only(FaultCatalog.EntryDiffers, "link").Found);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("folder")]
    [InlineData("link")]
    [InlineData("pipe")]
    public void With_anything_more_is_told(string kind)
    {
        switch (kind)
        {
            case "file": files["new\nthing"] = new AuditedFile(420, 0, 0, Right); break;
            case "folder": folders["new\nthing"] = 493; break;
            case "link": links["new\nthing"] = "x"; break;
            default: others.Add("new\nthing"); break;
        }

        Only(FaultCatalog.UnexpectedFile, "new\\x0Athing");
    }

    [Theory]
    [InlineData("lib/app")]
    [InlineData("link")]
    [InlineData("lib")]
    public void With_another_kind_of_thing_in_the_place_says_what_it_is(string path)
    {
        files.Remove(path);
        folders.Remove(path);
        links.Remove(path);
        others.Add(path);

        Assert.Equal("a pipe, socket or device", Only(FaultCatalog.EntryDiffers, path, resend: path == "lib/app").Found);
    }

    [Fact]
    public void With_several_differences_names_them_all()
    {
        files["lib/app"] = files["lib/app"] with { Digest = Wrong };
        files["extra"] = files["lib/app"];
        links["link"] = "elsewhere";

        Assert.Equal(3, Compare().Faults.Count);
    }

    private Fault Only(FaultCode code, string path, bool resend = false)
    {
        var comparison = Compare();
        var fault = Assert.Single(comparison.Faults);
        Assert.Equal((code, path), (fault.Code, fault.Path));
        Assert.Equal(resend ? [path] : [], comparison.Resend.Select(entry => entry.Path));
        return fault;
    }

    private ReleaseComparison Compare() => ReleaseComparison.Of(Manifest, Listing());

    private AuditListing Listing() => new() { Files = files, Order = [.. files.Keys], Folders = folders, Links = links, Others = others };
}
