using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Inventory;

namespace RemoteDeploy.Tests.Inventory;

public class RatesOfLinks
{
    [Theory]
    [InlineData("8kbit", 1_000)]
    [InlineData("50Mbit", 6_250_000)]
    [InlineData("1.5Gbit", 187_500_000)]
    [InlineData("1GBIT", 125_000_000)]
    [InlineData("100mbit", 12_500_000)]
    [InlineData(" 100 Mbit ", 12_500_000)]
    [InlineData(".5Mbit", 62_500)]
    public void Are_read_as_bytes_per_second(string text, double expected)
    {
        Assert.True(LinkRate.TryParse(text, out var rate));
        Assert.Equal(expected, rate);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("100")]
    [InlineData("Mbit")]
    [InlineData("0Mbit")]
    [InlineData("-1Mbit")]
    [InlineData("+1Mbit")]
    [InlineData("1e3Mbit")]
    [InlineData("1,5Mbit")]
    [InlineData("NaNMbit")]
    [InlineData("100Mbit/s")]
    [InlineData("100MB")]
    [InlineData("100bit")]
    [InlineData("1 2Mbit")]
    [InlineData("direct")]
    public void Of_other_forms_are_refused(string? text)
    {
        Assert.False(LinkRate.TryParse(text, out var rate));
        Assert.Equal(0, rate);
    }

    [Fact]
    public void Are_finite_and_above_zero_whatever_is_read() =>
        Prop.ForAll(
            Gen.Elements("0", "1", "9", ".", " ", "-", "k", "M", "G", "bit", "Mbit", "Gbit").ListOf().Select(string.Concat).ToArbitrary(),
            text => !LinkRate.TryParse(text, out var rate) || (rate > 0 && double.IsFinite(rate)))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void That_no_number_can_hold_are_refused() => Assert.False(LinkRate.TryParse(new string('9', 305) + "Gbit", out _));
}
