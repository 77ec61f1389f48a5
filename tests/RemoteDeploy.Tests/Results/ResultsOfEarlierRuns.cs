using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Results;

namespace RemoteDeploy.Tests.Results;

public sealed class ResultsOfEarlierRuns : IDisposable
{
    // The samples end at 10:00:09 on this day.
    private static readonly DateTimeOffset Written = new(2026, 3, 1, 10, 0, 9, TimeSpan.Zero);
    private readonly ResultText file = new("old");

    public void Dispose() => file.Dispose();

    [Theory]
    [InlineData("trx")]
    [InlineData("xunit")]
    [InlineData("ctrf")]
    public void Are_stale_by_the_times_in_them(string format)
    {
        var result = Sample(format);

        Assert.Equal(Written, result.Latest);
        Assert.Equal(FaultCatalog.ResultsStale, Judge(result, Written.AddMinutes(3))!.Code);
        Assert.Null(Judge(result, Written.AddMinutes(1)));
        Assert.Null(Judge(result, Written.AddMinutes(-1)));
    }

    [Fact]
    public void Are_given_every_zone_when_they_name_none()
    {
        var result = Sample("junit");

        Assert.Null(Judge(result, Written.AddHours(11)));
        Assert.Equal(FaultCatalog.ResultsStale, Judge(result, Written.AddHours(13))!.Code);
    }

    [Theory]
    [InlineData("<assemblies><assembly total='0' run-date='2026-03-01' run-time='10:00:09'/></assemblies>", 12)]
    [InlineData("<assemblies><assembly total='0' run-date='2026-03-01'/></assemblies>", 26)]
    [InlineData("<assemblies><assembly total='0' run-date='2026-03-01' start-rtf='2026-03-01T11:00:09+01:00'/></assemblies>", 0)]
    public void Of_xunit_v2_are_judged_by_date_and_time(string text, int hours)
    {
        var latest = file.Read(text).Value.Latest!.Value;

        Assert.InRange(latest, Written.AddHours(hours).AddSeconds(-10), Written.AddHours(hours).AddSeconds(1));
    }

    [Theory]
    [InlineData("1..1\nok 1\n")]
    [InlineData("<testsuite tests='1'><testcase name='a'/></testsuite>")]
    [InlineData("<testsuite tests='1' timestamp='yesterday'><testcase name='a'/></testsuite>")]
    [InlineData("<testsuite tests='1' timestamp='9999-12-31T23:59:59'><testcase name='a'/></testsuite>")]
    [InlineData("""{"results":{"summary":{"tests":0,"start":0,"stop":0},"tests":[]}}""")]
    [InlineData("""{"results":{"summary":{"tests":0,"start":9223372036854775807,"stop":-5},"tests":[]}}""")]
    public void Cannot_be_told_when_no_time_is_in_them(string text) => Assert.Null(Judge(file.Read(text).Value, DateTimeOffset.MaxValue.AddDays(-1)));

    [Fact]
    public void Are_judged_by_the_clock_of_the_host()
    {
        var result = Sample("trx");

        // The host is an hour behind: what it calls 10:00:09 was 11:00:09 here.
        Assert.Null(StaleResults.Of("old", result, new HostClock(Written.AddMinutes(59), TimeSpan.FromHours(-1), HostClock.UsualTolerance)));
        var fault = StaleResults.Of("old", result, new HostClock(Written.AddMinutes(-50), TimeSpan.FromHours(1), HostClock.UsualTolerance));
        Assert.Contains("by a clock that is +3600 s off", fault!.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Are_never_those_that_were_written_after_the_start() => Prop.ForAll<PositiveInt, int, PositiveInt>((late, skew, wrong) =>
    {
        var started = Written.AddSeconds(-late.Get);
        var tolerance = TimeSpan.FromSeconds(wrong.Get);

        // Written later than the start by the true clock, read by one that is off as measured, give or take the tolerance.
        var result = new ResultFile([], 0) { Latest = Written.AddSeconds(skew % 100_000) - (late.Get % 2 == 0 ? tolerance : -tolerance) };
        return StaleResults.Of("x", result, new HostClock(started, TimeSpan.FromSeconds(skew % 100_000), tolerance)) is null;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Are_judged_whatever_a_host_says_of_its_clock()
    {
        Assert.NotNull(StaleResults.Of("old", Sample("trx"), new HostClock(Written, TimeSpan.MaxValue, default)));
        Assert.Null(StaleResults.Of("old", Sample("trx"), new HostClock(Written, TimeSpan.MinValue, TimeSpan.FromMinutes(2))));
    }

    [Fact]
    public void Are_judged_by_the_start_that_the_supervisor_noted()
    {
        // The host is a day ahead.
        var end = new JobEnd { Cause = JobCause.Exited, Began = Written.AddMinutes(1), Ended = Written.AddMinutes(2) };
        var clock = HostClock.Of(end, TimeSpan.FromDays(1))!;

        Assert.Equal(Written.AddMinutes(1).AddDays(-1), clock.Started);
        Assert.Null(StaleResults.Of("new", Sample("trx"), clock));
        Assert.NotNull(StaleResults.Of("old", Sample("trx"), HostClock.Of(end with { Began = Written.AddHours(1), Ended = null }, TimeSpan.FromDays(1))!));
        Assert.Null(HostClock.Of(end with { Began = Written.AddHours(1) }, TimeSpan.Zero));
        Assert.Null(HostClock.Of(end with { Began = null }, TimeSpan.Zero));
        Assert.Null(HostClock.Of(null, TimeSpan.Zero));
        Assert.Equal(DateTimeOffset.MinValue, HostClock.Of(end, TimeSpan.MaxValue)!.Started);
    }

    [Fact]
    public void Say_nothing_that_a_terminal_obeys() =>
        Assert.Equal("_::error::\\x1B[2J", StaleResults.Of("::error::\e[2J", Sample("trx"), new HostClock(Written.AddDays(1), default, default))!.Path);

    private static Fault? Judge(ResultFile result, DateTimeOffset started) => StaleResults.Of("old", result, new HostClock(started, TimeSpan.Zero, HostClock.UsualTolerance));

    private ResultFile Sample(string format) => file.Read(format switch
    {
        "trx" => ResultSamples.Trx,
        "xunit" => ResultSamples.Xunit,
        "junit" => ResultSamples.JUnit,
        _ => ResultSamples.Ctrf,
    }).Value;
}
