using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tests.Reporting;

public class SafeTexts
{
    private static readonly string[] Pieces =
    [
        "::", "::error::", "##vso[", "##[", "#", "[", "vso[", " ", "\t", "\u00a0", "\u001b[31m", "\u001b]0;x\u0007", "\n", "\r", "\0", "\u0085", "\u2028", "\u2029",
        "\u202e", "\u2066", "\u200b", "\ufeff", "\ud800", "\udc00", "\U000e0041", "\U0001d173", "🚀", "é", "word", "\u009b31m",
    ];

    [Fact]
    public void Hold_nothing_that_a_terminal_or_a_build_server_obeys() => Prop.ForAll<int[], NonNull<string>>((picks, more) =>
        IsSafe(SafeText.Line(string.Concat(picks.Select(pick => Pieces[(pick & 0x7fffffff) % Pieces.Length])) + more.Get))
        && IsSafe(SafeText.Line(more.Get + string.Concat(picks.Select(pick => Pieces[(pick & 0x7fffffff) % Pieces.Length])), 7))
        && SafeText.Lines(string.Concat(picks.Select(pick => Pieces[(pick & 0x7fffffff) % Pieces.Length])), 3).All(IsSafe)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("::error::x", "_::error::x")]
    [InlineData("  \t::warning::x", "  \\x09::warning::x")]
    [InlineData(" \u00a0::x", " \u00a0_::x")]
    [InlineData("a ##vso[task.complete]", "a ##_vso[task.complete]")]
    [InlineData("##[error]x", "##_[error]x")]
    [InlineData("###[", "###_[")]
    [InlineData("\u001b[2Jx", "\\x1B[2Jx")]
    [InlineData("a\r\nb", "a\\x0D\\x0Ab")]
    [InlineData("gnp.\u202eexe", "gnp.\\u202Eexe")]
    [InlineData("tag \U000e0041", "tag \\U000E0041")]
    [InlineData("rocket 🚀 ünï 日本", "rocket 🚀 ünï 日本")]
    [InlineData("std::vector ## [x]", "std::vector ## [x]")]
    [InlineData(null, "")]
    public void Show_what_was_there(string? text, string safe) => Assert.Equal(safe, SafeText.Line(text));

    [Fact]
    public void Show_half_of_a_pair() => Assert.Equal("half \\uD800 \\uDC00", SafeText.Line("half \ud800 \udc00"));

    [Fact]
    public void Say_how_much_was_cut()
    {
        Assert.Equal("abc… (4 more characters)", SafeText.Line("abcdefg", 3));
        Assert.Equal(["… (2 earlier lines)", "c", "d"], SafeText.Lines("a\nb\r\nc\nd\n", 2));
    }

    private static bool IsSafe(string line) =>
        !line.Contains("##vso[", StringComparison.Ordinal) && !line.Contains("##[", StringComparison.Ordinal) && !line.TrimStart().StartsWith("::", StringComparison.Ordinal)
        && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line)) == line
        && line.EnumerateRunes().All(rune => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate));
}
