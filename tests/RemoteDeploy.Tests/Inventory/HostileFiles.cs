using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;

namespace RemoteDeploy.Tests.Inventory;

public class HostileFiles
{
    private static readonly string Valid = InventoryTemplate.Text("web", "bin/out");

    [Fact]
    public void With_aliases_that_multiply_are_refused()
    {
        var bomb = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x,x]\n");
        for (var letter = 'b'; letter <= 'z'; letter++)
        {
            var previous = (char)(letter - 1);
            bomb.Append(letter).Append(": &").Append(letter).Append(" [").AppendJoin(',', Enumerable.Repeat($"*{previous}", 10)).Append("]\n");
        }

        Assert.Contains(Yaml.Read(bomb.ToString()).Faults, fault => fault.Code == FaultCatalog.InventoryDoesNotParse);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("[{")]
    public void Nested_without_end_are_refused(string opening)
    {
        var text = string.Concat(Enumerable.Repeat(opening, 1_000_000 / opening.Length));
        Assert.Contains(Yaml.Read(text).Faults, fault => fault.Code == FaultCatalog.InventoryDoesNotParse);
        Assert.Contains(Yaml.Read("hosts: " + text[..^10]).Faults, fault => fault.Code == FaultCatalog.InventoryDoesNotParse);
    }

    [Theory]
    [InlineData("!!]: ")]
    [InlineData("'...\ngroups: [groups: ")]
    [InlineData("#\t%\0: 1---\n")]
    [InlineData("\n  : }\n  ")]
    [InlineData("%YAML 1.2\n")]
    public void At_which_the_parser_gives_up_without_a_word_are_refused(string text) =>
        Assert.All(Yaml.Read(text).Faults, fault => Assert.Equal((FaultCatalog.InventoryDoesNotParse, true), (fault.Code, fault.Location!.Line > 0)));

    [Fact]
    public void Larger_than_a_mebibyte_are_refused() =>
        Assert.Equal(["RD0005 1:1"], Yaml.Faults("app: " + new string('a', 1 << 20)));

    [Theory]
    [InlineData("app: ", "x y")]
    [InlineData("", "key")]
    [InlineData("hosts:\n  - ", "host-")]
    [InlineData("hosts:\n  - ", "h[1-2]")]
    [InlineData("groups:\n  g: '", "*,")]
    [InlineData("defaults: {user: ", "-")]
    public void With_a_text_of_a_mebibyte_are_refused_in_few_words(string head, string repeated)
    {
        var text = head + string.Concat(Enumerable.Repeat(repeated, 1_000_000 / repeated.Length));
        Assert.All(Yaml.Read(text).Faults, fault => Assert.InRange(fault.ToString().Length, 1, 1000));
        Assert.NotEmpty(Yaml.Read(text).Faults);
    }

    [Fact]
    public void With_eighty_thousand_mistakes_are_answered_with_a_hundred()
    {
        var text = string.Concat(Enumerable.Range(0, 80_000).Select(number => $"key{number}: x\n"));
        Assert.Equal(100, Yaml.Read(text).Faults.Count);
    }

    [Fact]
    public void That_speak_to_terminals_are_quoted_harmlessly()
    {
        foreach (var fault in Yaml.Read("\"\\e[31m##vso[task]\": x\napp: \"::error\\u202e\"\nhosts: [\"\\e]0;x\\a\"]").Faults)
        {
            Assert.DoesNotContain(fault.ToString(), character => char.IsControl(character) || character == '\u202e');
            Assert.DoesNotContain("##vso[", fault.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_any_bytes_are_read_without_an_exception() =>
        Prop.ForAll<byte[]>(bytes => Yaml.Read(bytes).Succeeded || Yaml.Read(bytes).Faults.Count > 0)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Of_any_YAML_signs_are_read_without_an_exception()
    {
        var piece = Gen.Elements(
            "a", "1", ":", ": ", "\n", "\n  ", "- ", "[", "]", "{", "}", ",", "#", " #", "'", "\"", "\\", "|", ">", "|-\n ", "&a ", "*a", "!", "!!str ",
            "?", "? ", "%", "%YAML 1.2\n", "---\n", "...\n", "\t", "~", "@", "`", "<<: ", "hosts: ", "groups: ", "suites: ", "é", "\u0085", "\0", "\uFEFF", "\\u00", "\"\\x");
        Prop.ForAll(piece.ListOf().Select(string.Concat).ToArbitrary(), text => Yaml.Read(text).Succeeded || Yaml.Read(text).Faults.Count > 0)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void That_were_valid_before_somebody_touched_them_are_read_without_an_exception()
    {
        var edit = from position in Gen.Choose(0, Valid.Length - 1)
                   from length in Gen.Choose(0, 20)
                   from text in Gen.Elements("", "#", ":", "\n", " ", "[", "'", "\"", "- ", "{", "*", "&", "!", "\t", "é", "9999999999")
                   select (position, length, text);
        Prop.ForAll(
            edit.NonEmptyListOf().ToArbitrary(),
            edits =>
            {
                var text = edits.Aggregate(Valid, (before, change) => Mutate(before, change.position, change.length, change.text));
                return Yaml.Read(text).Succeeded || Yaml.Read(text).Faults.All(fault => fault.Location is { Line: > 0, Column: > 0 });
            })
        .Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private static string Mutate(string text, int position, int length, string replacement)
    {
        var at = Math.Min(position, text.Length);
        return text[..at] + replacement + text[Math.Min(text.Length, at + length)..];
    }
}
