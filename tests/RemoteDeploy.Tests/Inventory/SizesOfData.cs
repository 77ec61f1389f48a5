using RemoteDeploy.Inventory;

namespace RemoteDeploy.Tests.Inventory;

public class SizesOfData
{
    [Theory]
    [InlineData("0B", 0)]
    [InlineData("500 b", 500)]
    [InlineData("2kB", 2_000)]
    [InlineData("256MB", 256_000_000)]
    [InlineData("256MiB", 256L << 20)]
    [InlineData("1.5gb", 1_500_000_000)]
    [InlineData("0.5KiB", 512)]
    [InlineData("1000TB", 1_000_000_000_000_000)]
    public void Are_read(string text, long bytes) => Assert.Equal((true, bytes), (DataSize.TryParse(text, out var size), size));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("B")]
    [InlineData("256")]
    [InlineData("-1MB")]
    [InlineData("1,5GB")]
    [InlineData("1e3MB")]
    [InlineData("1001TB")]
    [InlineData("99999999999999999999999999999999999TB")]
    [InlineData("256Mbit")]
    public void That_cannot_be_are_refused(string? text) => Assert.False(DataSize.TryParse(text, out _));
}
