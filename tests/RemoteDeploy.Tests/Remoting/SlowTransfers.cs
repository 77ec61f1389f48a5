using RemoteDeploy.Remoting;

namespace RemoteDeploy.Tests.Remoting;

/// <summary>What a watchdog with a least rate of 100 bytes a second makes of transfers; its longest silence is 20 s.</summary>
public sealed class SlowTransfers : IDisposable
{
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(20);
    private readonly Clock clock = new();
    private readonly Watchdog watchdog;

    public SlowTransfers() => watchdog = new Watchdog(clock, Stall, null, CancellationToken.None) { LeastRate = 100 };

    public void Dispose() => watchdog.Dispose();

    [Fact]
    public void Are_given_up_although_a_byte_comes_now_and_then()
    {
        Move(bytes: 1, seconds: 10);
        Assert.False(watchdog.Token.IsCancellationRequested);

        Move(bytes: 1, seconds: 10);

        Assert.True(watchdog.Token.IsCancellationRequested);
        Assert.Equal("only 2 bytes moved in 20 s, and minRate asks for 100 a second", watchdog.Reason);
    }

    [Fact]
    public void May_pause_as_long_as_the_average_holds()
    {
        for (var round = 0; round < 10; round++)
        {
            Move(bytes: 1, seconds: 15);
            Move(bytes: 2000, seconds: 5);
        }

        Assert.False(watchdog.Token.IsCancellationRequested);
    }

    [Fact]
    public void Are_not_blamed_for_the_time_that_this_side_takes()
    {
        for (var round = 0; round < 10; round++)
        {
            clock.Seconds += 15;
            Move(bytes: 1000, seconds: 1);
        }

        Assert.False(watchdog.Token.IsCancellationRequested);
    }

    [Fact]
    public void Are_no_slower_for_a_process_that_was_stopped_meanwhile()
    {
        Pass(seconds: 30, looks: 1);
        Assert.False(watchdog.Token.IsCancellationRequested, "what came while it slept is still to be read");

        Pass(seconds: 19, looks: 19);
        Assert.False(watchdog.Token.IsCancellationRequested, "20 s are not over");

        Pass(seconds: 2, looks: 2);
        Assert.Equal("nothing moved for 20 s", watchdog.Reason);
    }

    private void Pass(int seconds, int looks)
    {
        for (var look = 0; look < looks; look++)
        {
            clock.Seconds += seconds / looks;
            clock.Tick();
        }
    }

    private void Move(int bytes, int seconds)
    {
        var since = watchdog.Now;
        clock.Seconds += seconds;
        watchdog.Moved(bytes, since);
    }

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public Action Tick { get; private set; } = () => { };

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Tick = () => callback(state);
            return base.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
