namespace Suite;

public sealed class Green
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Passes(int number) => Assert.InRange(number, 1, 2);

    [Fact]
    public void Knows_where_it_runs() => Assert.NotEmpty(Environment.GetEnvironmentVariable("REMOTEDEPLOY_HOST") ?? "");
}

public sealed class Mixed
{
    [Fact]
    public void Passes() => Assert.True(File.Exists("Suite.dll"));

    [Fact(Skip = "not on this rack")]
    public void Is_skipped() => Assert.Fail("never run");

    [Fact(Explicit = true)]
    public void Is_run_when_asked_for_only() => Assert.Fail("never run");
}

public sealed class Red
{
    [Fact]
    public void Fails() => Assert.Equal("expected here", "found there"); // the line that the fault must name

    [Fact]
    public void Passes() => Assert.True(true);
}
