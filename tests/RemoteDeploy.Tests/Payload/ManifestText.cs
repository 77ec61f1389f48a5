using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Payload;
using RemoteDeploy.TestSupport.Payloads;
using EntryKind = RemoteDeploy.Payload.EntryKind;

namespace RemoteDeploy.Tests.Payload;

public class ManifestText
{
    [Fact]
    public void Is_read_back_as_it_was_written() => Prop.ForAll<NonNull<string>[], int>((names, seed) =>
    {
        var manifest = Random(names, seed);
        return Manifest.TryParse(manifest.ToString(), out var read)
            && read!.Algorithm == manifest.Algorithm && read.Digest == manifest.Digest && read.Entries.SequenceEqual(manifest.Entries);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_any_other_form_is_refused_without_a_throw() => Prop.ForAll<string>(text => !Manifest.TryParse(text ?? "", out _)).QuickCheckThrowOnFailure();

    [Fact]
    public void That_was_damaged_is_refused_or_read_as_what_it_now_says() => Prop.ForAll<int, char>((seed, character) =>
    {
        var random = new Random(seed);
        var text = new StringBuilder(Random([], seed).ToString());
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0: text.Remove(at, 1); break;
                case 1: text.Insert(at, character); break;
                case 2: text[at] = "0 9\n%df-"[random.Next(8)]; break;
                default: text.Length = at + 1; break;
            }
        }

        return !Manifest.TryParse(text.ToString(), out var read) || (Manifest.TryParse(read!.ToString(), out var again) && again!.Digest == read.Digest);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void That_was_cut_off_anywhere_in_a_line_is_refused()
    {
        var text = Random([], 7).ToString();
        Assert.All(Enumerable.Range(0, text.Length - 1).Where(length => length == 0 || text[length - 1] != '\n'), length => Assert.False(Manifest.TryParse(text[..length], out _)));
    }

    [Fact]
    public void That_names_a_path_twice_is_refused()
    {
        var line = "f 644 0 0 d41d8cd98f00b204e9800998ecf8427e same\n";
        Assert.True(Manifest.TryParse("remotedeploy-manifest 1 md5\n" + line, out _));
        Assert.False(Manifest.TryParse("remotedeploy-manifest 1 md5\n" + line + line, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("remotedeploy-manifest 2 md5\n")]
    [InlineData("remotedeploy-manifest 1 sha1\n")]
    [InlineData("remotedeploy-manifest 1 md5\nf 999 0 0 d41d8cd98f00b204e9800998ecf8427e x\n")]
    [InlineData("remotedeploy-manifest 1 md5\nf 644 -1 0 d41d8cd98f00b204e9800998ecf8427e x\n")]
    [InlineData("remotedeploy-manifest 1 md5\nf 644 0 0 d41d8cd98f00b204e9800998ecf8427 x\n")]
    [InlineData("remotedeploy-manifest 1 md5\nf 644 99999999999999999999 0 d41d8cd98f00b204e9800998ecf8427e x\n")]
    [InlineData("remotedeploy-manifest 1 md5\nq 644 0 0 - x\n")]
    [InlineData("remotedeploy-manifest 1 md5\nd 755 0 0 - x")]
    public void With_a_line_that_cannot_be_is_refused(string text) => Assert.False(Manifest.TryParse(text, out _));

    private static Manifest Random(NonNull<string>[] names, int seed)
    {
        var random = new Random(seed);
        var paths = names.Select(name => name.Get)
            .Concat(PayloadFolder.HostileNames.Where(_ => random.Next(3) == 0))
            // Names come from the file system as valid UTF-16.
            .Select(name => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)))
            .Append(".")
            .Distinct(StringComparer.Ordinal);
        var algorithm = random.Next(2) == 0 ? DigestAlgorithm.Md5 : DigestAlgorithm.Sha256;
        return new Manifest(algorithm, paths.Select(path => Entry(random, path, algorithm)));
    }

    private static ManifestEntry Entry(Random random, string path, DigestAlgorithm algorithm)
    {
        var digest = new byte[algorithm == DigestAlgorithm.Md5 ? 16 : 32];
        random.NextBytes(digest);
        return random.Next(3) switch
        {
            0 => new ManifestEntry(EntryKind.Folder, path, random.Next(0, 4096)) { Modified = random.NextInt64(-1L << 40, 1L << 40) },
            1 => new ManifestEntry(EntryKind.Link, path, 0) { Target = PayloadFolder.HostileNames[random.Next(PayloadFolder.HostileNames.Count)] },
            _ => new ManifestEntry(EntryKind.File, path, random.Next(0, 4096)) { Size = random.NextInt64(), Modified = random.NextInt64(), Digest = new ContentDigest(digest) },
        };
    }
}
