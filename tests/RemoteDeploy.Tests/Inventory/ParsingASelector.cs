using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;

namespace RemoteDeploy.Tests.Inventory;

public class ParsingASelector
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("  ", "")]
    [InlineData("lab01", "lab01")]
    [InlineData(" lab01 ; lab02+lab03 ", "lab01,lab02,lab03")]
    [InlineData("lab[01-40]&@arm64!@sick", "lab[01-40]&@arm64!@sick")]
    [InlineData("lab* &! @sick", "lab*!@sick")]
    [InlineData("!@sick", "!@sick")]
    [InlineData("!a,b", "!a,b")]
    [InlineData("((a))", "a")]
    [InlineData("(a,b)&c", "(a,b)&c")]
    [InlineData("a&(b,c)", "a&(b,c)")]
    [InlineData("a,(b&c)", "a,b&c")]
    [InlineData("a,(!b)", "a,(!b)")]
    [InlineData("(!b),a", "!b,a")]
    [InlineData("a!(b!c)", "a!(b!c)")]
    [InlineData("lab[1-3,7],x", "lab[1-3,7],x")]
    [InlineData("lab[1-3+7]+x", "lab[1-3+7],x")]
    [InlineData("ci@[::1]:22,[fe80::1%eth0]", "ci@[::1]:22,[fe80::1%eth0]")]
    [InlineData("ssh://ci@lab:22/", "ssh://ci@lab:22/")]
    [InlineData("local:n[1-3]", "local:n[1-3]")]
    [InlineData("@rack[1-2]", "@rack[1-2]")]
    public void Writes_it_in_one_spelling(string? text, string written) =>
        Assert.Equal(written, Selector.Parse(text).Value.ToString());

    [Theory]
    [InlineData("lab[01-&x", 8)]
    [InlineData("lab[01-40", 10)]
    [InlineData("lab[]", 5)]
    [InlineData(",", 1)]
    [InlineData("a,", 3)]
    [InlineData("a,,b", 3)]
    [InlineData("a&", 3)]
    [InlineData("a&&b", 3)]
    [InlineData("!", 2)]
    [InlineData("!!a", 2)]
    [InlineData("a b", 3)]
    [InlineData("a,!b", 3)]
    [InlineData("(a", 3)]
    [InlineData("a)", 2)]
    [InlineData("()", 2)]
    [InlineData("@", 2)]
    [InlineData("@a@b", 1)]
    [InlineData("a#b", 2)]
    [InlineData("lab;-oProxyCommand=x", 5)]
    [InlineData("-oProxyCommand", 1)]
    [InlineData("a,.b", 3)]
    [InlineData("lab[1-20000]", 4)]
    [InlineData("host:0", 1)]
    [InlineData("host:65536", 1)]
    [InlineData("host:ssh", 1)]
    [InlineData("a:pw@host", 1)]
    [InlineData("@:22", 1)]
    [InlineData("http://host", 1)]
    [InlineData("local:", 1)]
    [InlineData("local:a/b", 1)]
    [InlineData("a%b", 1)]
    [InlineData("$(id)", 1)]
    [InlineData("a\nb", 3)]
    [InlineData("lab[01\n-40]", 7)]
    public void Refuses_at_the_character(string text, int character)
    {
        var fault = Assert.Single(Selector.Parse(text).Faults);
        Assert.Equal(FaultCatalog.BadSelector, fault.Code);
        Assert.Contains($"at character {character}:", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_the_place()
    {
        var fault = Assert.Single(Selector.Parse("lab[01-&x").Faults);
        Assert.Equal("lab[01- >>> &x", fault.Found);
    }

    [Fact]
    public void Does_not_print_what_a_terminal_would_obey()
    {
        var fault = Assert.Single(Selector.Parse("a,\u001b[31m##vso[x").Faults);
        Assert.DoesNotContain('\u001b', fault.ToString());
        Assert.DoesNotContain("##vso[", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_parentheses_that_are_nested_without_end()
    {
        Assert.Equal("a", Selector.Parse(new string('(', 32) + "a" + new string(')', 32)).Value.ToString());
        Assert.Equal(FaultCatalog.BadSelector, Selector.Parse(new string('(', 1_000_000)).Faults[0].Code);
    }

    [Fact]
    public void Refuses_what_stands_for_too_many_names()
    {
        var text = string.Join(',', Enumerable.Range(0, 11).Select(number => $"h{number}x[1-10000]"));
        Assert.Equal(FaultCatalog.BadSelector, Selector.Parse(text).Faults[0].Code);
    }

    [Fact]
    public void Never_throws() =>
        Prop.ForAll<string>(text => Selector.Parse(text).Succeeded || Selector.Parse(text).Faults[0].Code == FaultCatalog.BadSelector)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Is_stable_when_written_and_read_again()
    {
        var piece = Gen.Elements("a", "lab01", "lab[01-3]", "lab[01-03,7]", "@g", "*", "l?b", "u@h:22", "[::1]", "local:a", ",", ";", "+", "&", "!", "(", ")", " ", "[", "]", "-", "@");
        var parsed = 0;
        Prop.ForAll(
            piece.ListOf().Select(string.Concat).ToArbitrary(),
            text =>
            {
                if (!Selector.TryParse(text, out var selector, out _))
                {
                    return true;
                }

                parsed++;
                return Selector.TryParse(selector.ToString(), out var again, out _) && again.ToString() == selector.ToString();
            })
        .QuickCheckThrowOnFailure();
        Assert.NotEqual(0, parsed);
    }

    [Fact]
    public void Keeps_its_meaning_when_written_and_read_again()
    {
        var inventory = Yaml.Load("hosts: [a, b, c, d]");
        var name = Gen.Elements("a", "b", "c", "d");
        Gen<string> Expression(int depth) => depth == 0
            ? name
            : Gen.OneOf(
                name,
                Expression(depth - 1).SelectMany(left => Gen.Elements(",", "&", "!").SelectMany(sign => Expression(depth - 1).Select(right => $"({left}){sign}({right})"))),
                Expression(depth - 1).Select(inner => $"(!({inner}))"));
        Prop.ForAll(
            Expression(4).ToArbitrary(),
            text => inventory.NamesOf(text) == inventory.NamesOf(Selector.Parse(text).Value.ToString()))
        .QuickCheckThrowOnFailure();
    }
}
