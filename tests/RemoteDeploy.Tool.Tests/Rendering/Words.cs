using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Inventory;
using RemoteDeploy.Tool.Rendering;

namespace RemoteDeploy.Tool.Tests.Rendering;

public sealed class Words
{
    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1, "1 byte")]
    [InlineData(999, "999 bytes")]
    [InlineData(1000, "1 kB")]
    [InlineData(47_100_000, "47.1 MB")]
    [InlineData(104_960_000, "105 MB")]
    [InlineData(999_600, "1 MB")]
    [InlineData(1_050_000_000, "1.05 GB")]
    [InlineData(5_000_000_000_000_000, "5000 TB")]
    public void Bytes(long bytes, string text) => Assert.Equal(text, Amount.Bytes(bytes));

    [Theory]
    [InlineData(0, "0.0 s")]
    [InlineData(9.94, "9.9 s")]
    [InlineData(9.96, "10 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(59.6, "1 min 00 s")]
    [InlineData(185, "3 min 05 s")]
    [InlineData(7620, "2 h 07 min")]
    public void Times(double seconds, string text) => Assert.Equal(text, Amount.Time(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(47_000_000, 105_000_000, "47 of 105 MB", 44)]
    [InlineData(0, 10, "0 of 10 bytes", 0)]
    [InlineData(999, 1000, "1 of 1 kB", 99)]
    [InlineData(1_500_000_000, 2_000_000_000, "1.5 of 2 GB", 75)]
    [InlineData(0, 0, "0 of 0 bytes", 100)]
    public void Parts(long done, long total, string text, int percent) => Assert.Equal((text, percent), (Amount.Part(done, total), Amount.Percent(done, total)));

    [Theory]
    [InlineData("lab01,lab02", "lab01,lab02")]
    [InlineData("lab01,lab02,lab03", "lab[01-03]")]
    [InlineData("lab8,lab9,lab10", "lab8,lab9,lab10")]
    [InlineData("10.0.0.1,10.0.0.2,10.0.0.3", "10.0.0.1,10.0.0.2,10.0.0.3")]
    [InlineData("a:1,a:2,a:3", "a:1,a:2,a:3")]
    [InlineData("x,lab1,lab2,lab3,y,lab5", "x,lab[1-3],y,lab5")]
    public void Names(string names, string text) => Assert.Equal(text, HostNames.Short(names.Split(',')));

    /// <summary>People paste what we print behind --on.</summary>
    [Fact]
    public void Short_names_are_a_selector_of_the_same_hosts() => Prop.ForAll(
        Gen.Choose(0, 30).NonEmptyListOf().ToArbitrary(),
        numbers =>
        {
            string[] names = [.. numbers.Distinct().Select(number => number % 2 == 0 ? $"lab{number:00}" : $"web{number / 2}")];
            var inventory = new HostInventory { Hosts = [.. names.Order(StringComparer.Ordinal).Select(Reports.Ssh)] };
            var picked = inventory.Select(HostNames.Short(names));
            return picked.Succeeded && picked.Value.Select(host => host.Name).ToHashSet(StringComparer.Ordinal).SetEquals(names);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cut_text_fits_and_wrapped_text_keeps_every_word() => Prop.ForAll<NonNull<string>, PositiveInt>((text, width) =>
        Columns.Width(Columns.Cut(text.Get, width.Get)) <= Math.Max(width.Get, Columns.Width(text.Get) <= width.Get ? width.Get : 1)
        && Columns.Wrap(text.Get, width.Get).SelectMany(line => line.Split(' ')).SequenceEqual(text.Get.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("日本", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("🚀x", 3)]
    public void Width_is_that_on_a_terminal(string text, int columns) => Assert.Equal(columns, Columns.Width(text));
}
