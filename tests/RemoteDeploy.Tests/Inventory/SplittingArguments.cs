using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Inventory;

namespace RemoteDeploy.Tests.Inventory;

public class SplittingArguments
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  a\tb\nc ", "a|b|c")]
    [InlineData("\"a b\" 'c d'", "a b|c d")]
    [InlineData("a\"b\"'c'd", "abcd")]
    [InlineData("'a\"b' \"c'd\"", "a\"b|c'd")]
    [InlineData(@"a\ b \'c", "a b|'c")]
    [InlineData("\"a\\\"b\\\\c\\$d\\e\"", "a\"b\\c$d\\e")]
    [InlineData(@"'a\b'", @"a\b")]
    [InlineData("$HOME *.txt `id` $(id) ; & |", "$HOME|*.txt|`id`|$(id)|;|&||")]
    [InlineData("'' \"\"", "|")]
    public void Follows_the_quotes_of_a_shell(string text, string words)
    {
        Assert.True(ShellWords.TrySplit(text, out var split, out _));
        Assert.Equal(words, string.Join('|', split));
    }

    [Theory]
    [InlineData("'a")]
    [InlineData("\"a")]
    [InlineData("a\\")]
    [InlineData("\"a\\")]
    [InlineData("a\0b")]
    public void Refuses_what_a_shell_would_wait_for(string text)
    {
        Assert.False(ShellWords.TrySplit(text, out var words, out var problem));
        Assert.Null(words);
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Gives_every_quoted_argument_back() =>
        Prop.ForAll<NonNull<string>[]>(arguments =>
        {
            var expected = arguments.Select(argument => argument.Get.Replace("\0", "", StringComparison.Ordinal)).ToList();
            var text = string.Join(' ', expected.Select(argument => $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'"));
            return ShellWords.TrySplit(text, out var words, out _) && words.SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();
}
