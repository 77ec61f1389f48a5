using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Inventory;

namespace RemoteDeploy.Tests.Inventory;

public class Durations
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("90s", 90_000)]
    [InlineData("5m", 300_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("2d", 172_800_000)]
    [InlineData("1d2h3m4s5ms", 93_784_005)]
    [InlineData("00:05:00", 300_000)]
    [InlineData("1:00:00", 3_600_000)]
    [InlineData("1.00:00:00", 86_400_000)]
    [InlineData("00:00:01.250", 1_250)]
    [InlineData(" 5s ", 5_000)]
    [InlineData("0s", 0)]
    [InlineData("30d", 2_592_000_000)]
    public void Are_read(string text, long milliseconds)
    {
        Assert.True(Duration.TryParse(text, out var duration, out var problem));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
        Assert.Empty(problem);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("90")]
    [InlineData("-5s")]
    [InlineData("1.5h")]
    [InlineData("5 m")]
    [InlineData("5M")]
    [InlineData("5m1h")]
    [InlineData("5s5s")]
    [InlineData("s")]
    [InlineData("5x")]
    [InlineData("1:30")]
    [InlineData("-00:05:00")]
    [InlineData("99999999999d")]
    [InlineData("31d")]
    [InlineData("30d1ms")]
    [InlineData("٣s")]
    public void Of_other_forms_are_refused_with_a_reason(string? text)
    {
        Assert.False(Duration.TryParse(text, out var duration, out var problem));
        Assert.Equal(TimeSpan.Zero, duration);
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Without_a_unit_are_answered_with_what_to_write()
    {
        Assert.False(Duration.TryParse("90", out _, out var problem));
        Assert.Contains("90s", problem, StringComparison.Ordinal);
        Assert.Contains("90m", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Are_read_back_as_they_were_written() =>
        Prop.ForAll(
            Gen.Choose(0, int.MaxValue).Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds)).ToArbitrary(),
            duration => Duration.TryParse(Duration.Format(duration), out var read) && read == duration)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Are_never_read_with_an_exception() =>
        Prop.ForAll(
            Gen.Elements("0123456789dhms:. -".ToCharArray()).ArrayOf().Select(characters => new string(characters)).ToArbitrary(),
            text => !Duration.TryParse(text, out var duration) || (duration >= TimeSpan.Zero && duration <= Duration.Longest))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Below_zero_cannot_be_written() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Duration.Format(TimeSpan.FromSeconds(-1)));
}
