using RemoteDeploy.Broadcast.Relaying;

namespace RemoteDeploy.Tests.Broadcast.Relaying;

public sealed class WatchingARelay
{
    private const long Mebibyte = 1 << 20;
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [Fact]
    public void Finds_nothing_while_all_speak_and_bytes_come() =>
        Assert.Null(RelayWatch.Judge([Well(-1, 5 * Mebibyte), Well(0, 4 * Mebibyte), Well(1, 3 * Mebibyte)], Long));

    [Fact]
    public void Finds_nothing_where_there_are_no_stations() => Assert.Null(RelayWatch.Judge([], Long));

    [Fact]
    public void Finds_the_silent_one_among_those_that_speak() =>
        Assert.Equal((1, RelayTrouble.Silent), RelayWatch.Judge([Well(-1), Well(0) with { Silent = RelayWatch.LongestSilence + Tick }, Well(1)], Long));

    [Fact]
    public void Lets_stations_be_silent_for_a_while() =>
        Assert.Null(RelayWatch.Judge([Well(-1), Well(0) with { Silent = RelayWatch.LongestSilence }, Well(1)], Long));

    [Fact]
    public void Finds_the_silent_one_that_is_left_when_others_are_done() =>
        Assert.Equal((1, RelayTrouble.Silent), RelayWatch.Judge([Done(-1), Well(0) with { Silent = Long }], Long));

    [Fact]
    public void Blames_nobody_when_all_are_silent() =>
        Assert.Null(RelayWatch.Judge([Well(-1) with { Silent = Long }, Well(0) with { Silent = Long }], Long));

    [Fact]
    public void Blames_nobody_for_what_was_last_heard_when_all_are_silent() =>
        Assert.Null(RelayWatch.Judge([Cut(-1, 9 * Mebibyte), Cut(0, 5 * Mebibyte), Cut(1, 0) with { IsConnected = false }], Long));

    [Fact]
    public void Waits_for_hosts_to_connect_to_each_other() =>
        Assert.Null(RelayWatch.Judge([Well(-1), Well(0) with { IsConnected = false }], RelayWatch.LongestConnecting));

    [Fact]
    public void Finds_the_first_that_no_host_has_reached() =>
        Assert.Equal(
            (1, RelayTrouble.NotReached),
            RelayWatch.Judge([Well(-1), Well(0) with { IsConnected = false }, Well(1) with { IsConnected = false }], RelayWatch.LongestConnecting + Tick));

    [Fact]
    public void Finds_where_a_stream_that_stands_got_least_of_what_was_there() =>
        Assert.Equal((2, RelayTrouble.HeldUp), RelayWatch.Judge(
            [Stuck(-1, 9 * Mebibyte), Stuck(0, 8 * Mebibyte), Stuck(1, 2 * Mebibyte), Stuck(2, Mebibyte)], Long));

    [Fact]
    public void Finds_it_on_one_branch_of_a_tree() =>
        Assert.Equal((2, RelayTrouble.HeldUp), RelayWatch.Judge([Stuck(-1, 9 * Mebibyte), Stuck(0, 9 * Mebibyte), Stuck(0, Mebibyte), Stuck(1, 9 * Mebibyte)], Long));

    [Fact]
    public void Leaves_a_stream_that_moves_for_one_of_them() =>
        Assert.Null(RelayWatch.Judge([Stuck(-1, 9 * Mebibyte), Stuck(0, Mebibyte) with { Still = RelayWatch.LongestStandstill }], Long));

    [Fact]
    public void Leaves_a_standstill_at_the_own_door() =>
        Assert.Null(RelayWatch.Judge([Stuck(-1, 9 * Mebibyte), Stuck(0, (9 * Mebibyte) - (64 * 1024)), Stuck(-1, 0)], Long));

    [Fact]
    public void Takes_no_notice_of_stations_that_are_done()
    {
        var left = Done(0) with { Silent = Long, Still = Long, IsConnected = false };

        Assert.Null(RelayWatch.Judge([Well(-1, 9 * Mebibyte), left], Long));
        Assert.Null(RelayWatch.Judge([Done(-1) with { Received = 9 * Mebibyte }, left], Long));
    }

    [Fact]
    public void Finds_who_stands_behind_one_that_is_done() =>
        Assert.Equal((1, RelayTrouble.HeldUp), RelayWatch.Judge([Done(-1) with { Received = 9 * Mebibyte }, Stuck(0, Mebibyte)], Long));

    private static RelayWatch.Look Well(int feeder, long received = 0) => new(feeder, Moment, Moment, received) { IsConnected = true };

    private static RelayWatch.Look Stuck(int feeder, long received) => Well(feeder, received) with { Still = RelayWatch.LongestStandstill + Tick };

    private static RelayWatch.Look Cut(int feeder, long received) => Stuck(feeder, received) with { Silent = Long };

    private static RelayWatch.Look Done(int feeder) => Well(feeder) with { IsDone = true };
}
