using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace RemoteDeploy.Tests.Fuzzing;

/// <summary>
/// Damages what is right, again and again, and has it read. Each reader gets the same damage every time, so that nobody's change is
/// blamed with an old defect; whoever fails names the seed. <c>REMOTEDEPLOY_FUZZ_SEED</c> takes another one, <c>REMOTEDEPLOY_FUZZ_ROUNDS</c> asks
/// for so many rounds and damage that is new each time: <c>REMOTEDEPLOY_FUZZ_ROUNDS=200000 dotnet run -- -namespace RemoteDeploy.Tests.Fuzzing</c>.
/// </summary>
internal static class Mutations
{
    private const int FixedSeed = 20260301;
    private const long MostAllocated = 256L << 20;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "", "\0", "\n", "\r\n", " ", "  ", "\t", "-", "--", "-1", "0", "1", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "2147483648", "1e308", "NaN", "1e999999999", "00",
            "\"", "'", "\\", "\\u0000", "\\ud800", "{", "}", "[", "]", "null", "true", "[null]", "{}", ":", ",", "=", "|", "/", "../", "..", "~", "%00", "%", "&", "&amp;", "&#0;", "&#x1F;", "<", ">", "<!DOCTYPE x>", "]]>", "<![CDATA[",
            "@", "*", "?", "!", "(", ")", "#", ";", "$(id)", "`id`", "\u001b[2J", "\u001b]52;c;x\u0007", "::error::x", "##vso[task.complete]", "\u202e", "\ufeff", "\u2028", "é", "e\u0301", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z",
            "@rd-0123456789abcdef end 0\n", "@rd-0123456789abcdef begin\n", "@rd-0123456789abcdef tick\n", "ok", "not ok", "1..", "  ---\n", "  ...\n", "files ", "data ", "end ", "gap out ", "fault ", "job ", "spec ",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80],
    ];

    /// <summary>Reads damaged text.</summary>
    /// <param name="rounds">How often, with either kind of seed.</param>
    /// <param name="samples">What is right.</param>
    /// <param name="read">Reads it, and judges what came of it; any exception is a failure.</param>
    public static void OfText(int rounds, IReadOnlyList<string> samples, Action<string> read) =>
        OfBytes(rounds, [.. samples.Select(Encoding.UTF8.GetBytes)], bytes => read(Encoding.UTF8.GetString(bytes)));

    /// <summary>Reads damaged bytes.</summary>
    public static void OfBytes(int rounds, IReadOnlyList<byte[]> samples, Action<byte[]> read)
    {
        var more = Setting("ROUNDS");
        rounds = more ?? rounds * 2;
        var seeds = Setting("SEED") is { } asked ? new[] { asked } : more is null ? [FixedSeed] : [FixedSeed, Random.Shared.Next()];
        foreach (var seed in seeds)
        {
            var random = new Random(seed);
            for (var round = 0; round < rounds; round++)
            {
                var damaged = Damage(samples[random.Next(samples.Count)], samples, random);
                Try(damaged, read, string.Create(CultureInfo.InvariantCulture, $"REMOTEDEPLOY_FUZZ_SEED={seed}, round {round}"));
            }
        }
    }

    private static void Try(byte[] damaged, Action<byte[]> read, string where)
    {
        var started = Stopwatch.GetTimestamp();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read(damaged);
        }
        catch (Exception exception)
        {
            throw new Xunit.Sdk.XunitException($"{where}: {exception.GetType().Name}: {exception.Message}\n{Shown(damaged)}", exception);
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Assert.True(allocated < MostAllocated, $"{where}: {allocated} bytes were allocated for\n{Shown(damaged)}");
        Assert.True(Stopwatch.GetElapsedTime(started) < MostTime, $"{where}: it took {Stopwatch.GetElapsedTime(started)} to read\n{Shown(damaged)}");
    }

    // As text and for a test that keeps it.
    private static string Shown(byte[] damaged) =>
        RemoteDeploy.Reporting.SafeText.Line(Encoding.UTF8.GetString(damaged), 2000) + "\nbase64 " + Convert.ToBase64String(damaged.AsSpan(0, Math.Min(damaged.Length, 3000)));

    private static byte[] Damage(byte[] sample, IReadOnlyList<byte[]> samples, Random random)
    {
        var damaged = new List<byte>(sample);
        for (var edits = random.Next(1, 6); edits > 0; edits--)
        {
            var at = random.Next(damaged.Count + 1);
            var length = Math.Min(random.Next(1, random.Next(2, 40)), damaged.Count - at);
            switch (random.Next(8))
            {
                case 0 when at < damaged.Count: damaged[at] ^= (byte)(1 << random.Next(8)); break;
                case 1 when at < damaged.Count: damaged[at] = (byte)random.Next(256); break;
                case 2: damaged.RemoveRange(at, length); break;
                case 3: damaged.InsertRange(at, damaged.GetRange(at, length)); break;
                case 4: damaged.RemoveRange(random.Next(2) == 0 ? at : 0, random.Next(2) == 0 ? 0 : damaged.Count - at); break;
                case 5: Replace(damaged, at, Pieces[random.Next(Pieces.Length)], random); break;
                case 6: damaged.InsertRange(at, Cut(samples[random.Next(samples.Count)], random)); break;
                default: damaged.InsertRange(at, Pieces[random.Next(Pieces.Length)]); break;
            }
        }

        return [.. damaged];
    }

    // A whole word most often: a number, a name, a keyword.
    private static void Replace(List<byte> damaged, int at, byte[] piece, Random random)
    {
        static bool IsWord(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'.' or (byte)'_' or (byte)'-';
        var (from, to) = (at, at);
        while (from > 0 && IsWord(damaged[from - 1]))
        {
            from--;
        }

        while (to < damaged.Count && IsWord(damaged[to]))
        {
            to++;
        }

        damaged.RemoveRange(from, to - from);
        damaged.InsertRange(from, random.Next(4) == 0 ? [.. Enumerable.Repeat(piece, random.Next(1, 50)).SelectMany(one => one)] : piece);
    }

    private static byte[] Cut(byte[] sample, Random random)
    {
        var from = random.Next(sample.Length + 1);
        return sample[from..random.Next(from, sample.Length + 1)];
    }

    private static int? Setting(string name) => int.TryParse(Environment.GetEnvironmentVariable("REMOTEDEPLOY_FUZZ_" + name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
