using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Inventory;
using RemoteDeploy.Inventory.Selection;

namespace RemoteDeploy.Tests.Inventory;

public class RangesOfNames
{
    [Theory]
    [InlineData("lab01", "lab01")]
    [InlineData("lab[01-03]", "lab01 lab02 lab03")]
    [InlineData("lab[1-3,7]", "lab1 lab2 lab3 lab7")]
    [InlineData("lab[1-2+9]", "lab1 lab2 lab9")]
    [InlineData("lab[8-10]", "lab8 lab9 lab10")]
    [InlineData("lab[08-10]", "lab08 lab09 lab10")]
    [InlineData("lab[098-101]", "lab098 lab099 lab100 lab101")]
    [InlineData("r[1-2]n[01-02].lab", "r1n01.lab r1n02.lab r2n01.lab r2n02.lab")]
    [InlineData("[1-2]", "1 2")]
    [InlineData("lab[5]", "lab5")]
    [InlineData("ci@[::1]:22", "ci@[::1]:22")]
    [InlineData("lab[0-1]", "lab0 lab1")]
    public void Expand_in_order(string pattern, string names)
    {
        Assert.True(HostRange.TryExpand(pattern, out var expanded));
        Assert.Equal(names.Split(' '), expanded);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("lab[", 4)]
    [InlineData("lab[]", 4)]
    [InlineData("lab[01-", 7)]
    [InlineData("lab[01-x]", 7)]
    [InlineData("lab[a]", 4)]
    [InlineData("lab[1,]", 6)]
    [InlineData("lab[1 2]", 5)]
    [InlineData("lab]", 3)]
    [InlineData("lab[40-01]", 4)]
    [InlineData("lab[01-040]", 4)]
    [InlineData("lab[1-010]", 4)]
    [InlineData("lab[1234567890]", 4)]
    [InlineData("lab[1-10001]", 3)]
    [InlineData("lab[1-101][1-100]", 10)]
    public void Malformed_are_refused_at_their_place(string pattern, int index)
    {
        Assert.False(HostRange.TryExpand(pattern, out var names));
        Assert.Empty(names);
        Assert.Equal(index, NamePattern.TryParse(pattern, out var problem) is null ? problem.Index : 0);
    }

    [Fact]
    public void Of_ten_thousand_names_are_the_largest()
    {
        Assert.True(HostRange.TryExpand("lab[1-100][00-99]", out var names));
        Assert.Equal(10_000, names.Count);
    }

    [Fact]
    public void Are_not_expanded_with_a_glob() => Assert.False(HostRange.TryExpand("lab[1-2]*", out _));

    [Theory]
    [InlineData("lab01 lab02 lab03", "lab[01-03]")]
    [InlineData("lab01 lab02 lab04", "lab[01-02,04]")]
    [InlineData("lab9 lab10", "lab[9-10]")]
    [InlineData("lab09 lab10 lab011", "lab[09-10,011]")]
    [InlineData("a b a1", "a b a1")]
    [InlineData("n1.lab n2.lab m2.lab", "n[1-2].lab m2.lab")]
    [InlineData("lab2 lab1", "lab[2,1]")]
    [InlineData("ci@[::1]:22 ci@[::1]:23", "ci@[::1]:22 ci@[::1]:23")]
    [InlineData("x12345678901 x12345678902", "x12345678901 x12345678902")]
    public void Are_made_of_neighbours(string names, string patterns) =>
        Assert.Equal(patterns.Split(' '), HostRange.Collapse(names.Split(' ')));

    [Fact]
    public void Give_the_collapsed_names_back_each_in_its_place()
    {
        var digits = Gen.OneOf(
            Gen.Choose(0, 12).Select(number => $"{number}"),
            Gen.Choose(0, 12).Select(number => $"{number:D2}"),
            Gen.Choose(95, 105).Select(number => $"{number:D3}"),
            Gen.Elements("", "000", "123456789", "1234567890", "99999999999999"));
        var name = Gen.Elements("", "lab", "r1-", "x.").SelectMany(prefix => digits.SelectMany(number => Gen.Elements("", ".net", "-").Select(suffix => $"h{prefix}{number}{suffix}")));
        Prop.ForAll(
            name.ListOf().ToArbitrary(),
            names => HostRange.Collapse(names).SelectMany(pattern => HostRange.TryExpand(pattern, out var expanded) ? expanded : ["refused"]).SequenceEqual(names))
        .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Longer_than_the_largest_are_cut_into_several()
    {
        var names = Enumerable.Range(1, 25_000).Select(number => $"lab{number}").ToList();
        var collapsed = HostRange.Collapse(names);
        Assert.Equal(["lab[1-10000]", "lab[10001-20000]", "lab[20001-25000]"], collapsed);
    }

    [Fact]
    public void Match_exactly_the_names_they_expand_to()
    {
        var pattern = NamePattern.TryParse("lab[8-11,020]x", out _)!;
        Assert.All(pattern.Expand(), name => Assert.True(pattern.Matches(name)));
        Assert.All(["lab08x", "lab7x", "lab12x", "lab20x", "lab8", "lab8xx", "labx", "lab8-x"], name => Assert.False(pattern.Matches(name)));
    }

    [Theory]
    [InlineData("lab*", "lab", true)]
    [InlineData("lab*", "la", false)]
    [InlineData("l?b", "lab", true)]
    [InlineData("l?b", "lb", false)]
    [InlineData("*01*", "rack01-a", true)]
    [InlineData("*[1-3]", "lab12", true)]
    [InlineData("*[1-3]", "lab4", false)]
    [InlineData("*", "", true)]
    [InlineData("?", "", false)]
    public void Match_with_globs(string pattern, string name, bool matches) =>
        Assert.Equal(matches, NamePattern.TryParse(pattern, out _)!.Matches(name));

    [Fact]
    public void Match_without_backtracking()
    {
        var pattern = NamePattern.TryParse(string.Concat(Enumerable.Repeat("*a", 100)) + "b", out _)!;
        Assert.False(pattern.Matches(new string('a', 250)));
    }
}
