using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Broadcast.Relaying;
using RemoteDeploy.Planning;

namespace RemoteDeploy.Tests.Broadcast.Relaying;

public sealed class TopologiesOfRelays
{
    private static readonly Arbitrary<(RelayMode Mode, bool[] CanPassOn)> Any =
        (from mode in Gen.Elements(RelayMode.Chain, RelayMode.Tree)
         from count in Gen.Choose(0, 200)
         from able in Gen.Choose(0, 4)
         from canPassOn in Gen.Choose(1, 4).Select(drawn => drawn <= able).ArrayOf(count)
         select (mode, canPassOn)).ToArbitrary();

    [Fact]
    public void That_are_chains_lead_through_one_host_after_the_other() =>
        Assert.Equal([-1, 0, 1, 2, 3], RelayTopology.Of(RelayMode.Chain, All(5)).Feeders);

    [Fact]
    public void That_are_trees_split_at_each_host() =>
        Assert.Equal([-1, 0, 0, 1, 1, 2, 2, 3], RelayTopology.Of(RelayMode.Tree, All(8)).Feeders);

    [Fact]
    public void Have_hosts_that_cannot_pass_on_at_their_ends()
    {
        var chain = RelayTopology.Of(RelayMode.Chain, [false, true, false, true]);
        var tree = RelayTopology.Of(RelayMode.Tree, [false, true, false, true]);

        Assert.Equal([1, 3, 0, 2], chain.Stations);
        Assert.Equal([-1, 0, 1, 1], chain.Feeders);
        Assert.Equal([1, 3, 0, 2], tree.Stations);
        Assert.Equal([-1, 0, 0, 1], tree.Feeders);
    }

    [Theory]
    [InlineData(RelayMode.Chain)]
    [InlineData(RelayMode.Tree)]
    public void Of_hosts_that_cannot_pass_on_feed_each_from_here(RelayMode mode) =>
        Assert.Equal([-1, -1, -1], RelayTopology.Of(mode, [false, false, false]).Feeders);

    [Theory]
    [InlineData(RelayMode.Chain)]
    [InlineData(RelayMode.Tree)]
    public void Feed_from_here_what_the_only_able_host_has_no_room_for(RelayMode mode) =>
        Assert.Equal([-1, 0, 0, -1, -1], RelayTopology.Of(mode, [false, true, false, false, false]).Feeders);

    [Fact]
    public void Of_200_hosts_are_chains_of_64_at_most()
    {
        var chains = RelayTopology.Of(RelayMode.Chain, All(200));

        Assert.Equal([0, 64, 128, 192], Enumerable.Range(0, 200).Where(station => chains.Feeders[station] < 0));
        Assert.Equal(64, Enumerable.Range(0, 200).Max(station => DistanceOf(chains, station)));
    }

    [Fact]
    public void Know_whom_each_station_feeds()
    {
        var tree = RelayTopology.Of(RelayMode.Tree, All(4));

        Assert.Equal([1, 2], tree.FedBy(0));
        Assert.Equal([3], tree.FedBy(1));
        Assert.Empty(tree.FedBy(3));
    }

    // A place is a host's own word.
    [Fact]
    public void Know_what_a_station_does_not_feed()
    {
        var tree = RelayTopology.Of(RelayMode.Tree, All(4));

        Assert.Equal([null, 1, 2, null, null], new[] { 0, 1, 2, 3, int.MaxValue }.Select(place => tree.FedBy(0, place)));
        Assert.Equal([null, 3, null], new[] { 0, 1, 2 }.Select(place => tree.FedBy(1, place)));
        Assert.Null(tree.FedBy(3, 1));
    }

    [Fact]
    public void Hold_every_host_once() => Prop.ForAll(Any, asked =>
    {
        var drawn = RelayTopology.Of(asked.Mode, asked.CanPassOn);
        return drawn.Feeders.Count == asked.CanPassOn.Length
            && drawn.Stations.Order().SequenceEqual(Enumerable.Range(0, asked.CanPassOn.Length));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Keep_the_order_of_hosts_that_can_pass_on() => Prop.ForAll(Any, asked =>
        RelayTopology.Of(asked.Mode, asked.CanPassOn).Stations.Where(host => asked.CanPassOn[host])
            .SequenceEqual(Enumerable.Range(0, asked.CanPassOn.Length).Where(host => asked.CanPassOn[host])))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Feed_each_station_from_here_or_from_an_able_one_before_it() => Prop.ForAll(Any, asked =>
    {
        var drawn = RelayTopology.Of(asked.Mode, asked.CanPassOn);
        return drawn.Feeders.Select((feeder, station) => feeder == -1
            || (feeder >= 0 && feeder < station && asked.CanPassOn[drawn.Stations[feeder]])).All(fits => fits);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Let_nobody_feed_more_than_two() => Prop.ForAll(Any, asked =>
    {
        var drawn = RelayTopology.Of(asked.Mode, asked.CanPassOn);
        return Enumerable.Range(0, drawn.Feeders.Count).All(station => drawn.FedBy(station).Count() <= 2);
    }).QuickCheckThrowOnFailure();

    // A host that cannot pass on may hang at the end of a full chain.
    [Fact]
    public void Lead_through_64_hosts_at_most() => Prop.ForAll(Any, asked =>
    {
        var drawn = RelayTopology.Of(asked.Mode, asked.CanPassOn);
        return Enumerable.Range(0, drawn.Feeders.Count).All(station => DistanceOf(drawn, station) <= (asked.CanPassOn[drawn.Stations[station]] ? 64 : 65));
    }).QuickCheckThrowOnFailure();

    private static bool[] All(int hosts) => [.. Enumerable.Repeat(true, hosts)];

    private static int DistanceOf(RelayTopology topology, int station) => station < 0 ? 0 : 1 + DistanceOf(topology, topology.Feeders[station]);
}
