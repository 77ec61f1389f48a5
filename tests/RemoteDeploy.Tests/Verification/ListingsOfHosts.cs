using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Payload;
using RemoteDeploy.Remoting;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Tests.Verification;

public class ListingsOfHosts
{
    private const string Nonce = "0123456789abcdef";

    [Fact]
    public void Are_read_back_whatever_the_names() => Prop.ForAll<NonNull<string>[], int>((names, seed) =>
    {
        var listing = Random(names, seed);
        var read = ReadAsync(Write(listing)).GetAwaiter().GetResult();
        return read is not null && read.Order.SequenceEqual(listing.Order) && read.Others.SequenceEqual(listing.Others) && read.Closed.SequenceEqual(listing.Closed)
            && Same(read.Files, listing.Files) && Same(read.Folders, listing.Folders) && Same(read.Links, listing.Links);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void That_were_damaged_are_refused_or_read_but_never_crash() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var lines = Encoding.UTF8.GetString(Write(Random([], seed))).Split('\n').ToList();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(lines.Count);
            switch (random.Next(5))
            {
                case 0: lines.RemoveAt(at); break;
                case 1: lines.Insert(at, lines[random.Next(lines.Count)]); break;
                case 2: lines[at] = new string(lines[at].Reverse().ToArray()); break;
                case 3: lines.RemoveRange(at, lines.Count - at); break;
                default: lines[at] = random.Next(2) == 0 ? "files 2147483647" : "999999 99999999999999999999 x"; break;
            }

            lines.Add("");
        }

        _ = ReadOrNull(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("dirs 0\n")]
    [InlineData("files\n")]
    [InlineData("files -1\n")]
    [InlineData("files x\n")]
    [InlineData("files 2147483647\n./a\n")]
    [InlineData("files 1\n./a\n644 1 1\nd41d8cd98f00b204e9800998ecf8427e\n")]
    [InlineData("files 1\n./a\n644 1\nd41d8cd98f00b204e9800998ecf8427e\ndirs 0\nlinks 0\nothers 0\nclosed 0\n")]
    [InlineData("files 1\n./a\n999 1 1\nd41d8cd98f00b204e9800998ecf8427e\ndirs 0\nlinks 0\nothers 0\nclosed 0\n")]
    [InlineData("files 1\n./a\n644 1 1\nnot a digest\ndirs 0\nlinks 0\nothers 0\nclosed 0\n")]
    [InlineData("files 2\n./a\n./b\n644 1 1\n644 1 1\nd41d8cd98f00b204e9800998ecf8427e\ndirs 0\nlinks 0\nothers 0\nclosed 0\n")]
    [InlineData("files 0\ndirs 0\nlinks 1\n./l\n")]
    [InlineData("files 0\ndirs 0\nlinks 0\nothers 2\n./x\n")]
    public void Whose_parts_do_not_belong_together_are_refused(string body) => Assert.Null(ReadOrNull(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public async Task With_a_file_that_the_host_cannot_read_have_no_digest_for_it() =>
        Assert.Null((await ReadAsync("files 1\n./a\n600 1 1\n-\ndirs 0\nlinks 0\nothers 0\nclosed 0\n"u8.ToArray()))!.Files["a"].Digest);

    [Fact]
    public async Task With_several_names_that_are_not_utf8_are_read()
    {
        // All of them look the same here: that must not break anything.
        byte[] body = [.. "files 2\n./"u8, 0xff, .. "\n./"u8, 0xfe, .. "\n644 1 1\n644 2 2\n-\n-\ndirs 2\n./"u8, 0xff, .. "\n./"u8, 0xfe, .. "\n755 1 1\n755 1 1\nlinks 2\n./"u8, 0xff, .. "\n./"u8, 0xfe, .. "\nx\ny\nothers 0\nclosed 0\n"u8];

        var listing = await ReadAsync(body);

        Assert.Equal((1, 1, 1), (listing!.Files.Count, listing.Folders.Count, listing.Links.Count));
    }

    private static AuditListing? ReadOrNull(byte[] body)
    {
        try
        {
            return ReadAsync(body).GetAwaiter().GetResult();
        }
        catch (EndOfStreamException)
        {
            return null; // a lost connection, which the session reports
        }
        catch (InvalidDataException)
        {
            return null; // more than any host has, which the session reports as well
        }
    }

    private static async Task<AuditListing?> ReadAsync(byte[] body)
    {
        using var stream = new MemoryStream([.. Encoding.ASCII.GetBytes($"\n@rd-{Nonce} begin\n"), .. body, .. Encoding.ASCII.GetBytes($"\n@rd-{Nonce} end 0\n")]);
        var reader = new ReplyReader(stream, Nonce);
        Assert.True(await reader.BeginAsync(default));
        return await reader.TextAsync(default) is { } first ? await AuditListing.ReadAsync(reader, hashes: true, first, default) : null;
    }

    // As the remote script writes it: newline and NUL exchanged, one name a line.
    private static byte[] Write(AuditListing listing)
    {
        var text = new StringBuilder();
        Section("files", listing.Order, listing.Order.Select(name => $"{Convert.ToString(listing.Files[name].Mode, 8)} {listing.Files[name].Size} {listing.Files[name].Modified}")
            .Concat(listing.Order.Select(name => listing.Files[name].Digest?.ToString() ?? "-")));
        Section("dirs", [.. listing.Folders.Keys], listing.Folders.Values.Select(mode => $"{Convert.ToString(mode, 8)} 4096 1"));
        Section("links", [.. listing.Links.Keys], listing.Links.Values.Select(Flip));
        Section("others", listing.Others, []);
        Section("closed", listing.Closed, []);
        return Encoding.UTF8.GetBytes(text.ToString());

        void Section(string name, IReadOnlyList<string> names, IEnumerable<string> values)
        {
            text.Append($"{name} {names.Count}\n");
            foreach (var line in names.Select(path => path == "." ? "." : "./" + Flip(path)).Concat(values))
            {
                text.Append(line).Append('\n');
            }
        }
    }

    private static string Flip(string text) => text.Replace('\n', '\0');

    private static AuditListing Random(NonNull<string>[] names, int seed)
    {
        var random = new Random(seed);
        var paths = names.Select(name => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name.Get.Replace("\0", "", StringComparison.Ordinal))))
            .Concat(PayloadFolder.HostileNames).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).ToLookup(_ => random.Next(4));
        var files = paths[0].ToDictionary(path => path, _ => new AuditedFile(random.Next(4096), random.NextInt64(1L << 50), random.NextInt64(-1L << 40, 1L << 40), random.Next(3) == 0 ? null : Digest(random)), StringComparer.Ordinal);
        return new AuditListing
        {
            Files = files,
            Order = [.. files.Keys],
            Folders = paths[1].Append(".").Distinct(StringComparer.Ordinal).ToDictionary(path => path, _ => random.Next(4096), StringComparer.Ordinal),
            Links = paths[2].ToDictionary(path => path, _ => PayloadFolder.HostileNames[random.Next(PayloadFolder.HostileNames.Count)], StringComparer.Ordinal),
            Others = [.. paths[3]],
        };
    }

    private static ContentDigest Digest(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new ContentDigest(bytes);
    }

    private static bool Same<T>(IReadOnlyDictionary<string, T> left, IReadOnlyDictionary<string, T> right) =>
        left.Count == right.Count && left.All(pair => right.TryGetValue(pair.Key, out var other) && EqualityComparer<T>.Default.Equals(pair.Value, other));
}
