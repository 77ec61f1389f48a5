using RemoteDeploy.Activation;
using RemoteDeploy.Broadcast.Relaying;
using RemoteDeploy.Inventory;
using RemoteDeploy.Payload;
using RemoteDeploy.Planning;
using RemoteDeploy.Probing;
using RemoteDeploy.Remoting;
using RemoteDeploy.Runs;
using RemoteDeploy.Tests.Remoting;

namespace RemoteDeploy.Tests.Broadcast.Relaying;

/// <summary>Decisions for hosts whose session and lock are real ones of this machine; names, addresses and sizes are what a test wants.</summary>
public sealed class PlansForRelays : IAsyncLifetime
{
    private const long Mebibyte = 1 << 20;
    private const double Mbit = 1e6 / 8;
    private readonly List<CancellationTokenSource> deadlines = [];
    private ScriptHost machine = null!;
    private HostLease lease = null!;

    public async ValueTask InitializeAsync()
    {
        machine = await ScriptHost.StartAsync("dash");
        lease = await machine.LeaseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        deadlines.ForEach(deadline => deadline.Dispose());
        await lease.DisposeAsync();
        await machine.DisposeAsync();
    }

    [Theory]
    [InlineData(RelayMode.Chain)]
    [InlineData(RelayMode.Tree)]
    [InlineData(RelayMode.Off)]
    public void Are_what_was_asked_for(RelayMode asked) =>
        Assert.Equal(asked, new RelayPlan(asked, LinkRates.None).ModeFor(Members(2, Mebibyte), measured: null));

    [Theory]
    [InlineData(RelayMode.Auto, 1, 64 * Mebibyte)]
    [InlineData(RelayMode.Chain, 0, 0)]
    [InlineData(RelayMode.Chain, 1, 64 * Mebibyte)]
    [InlineData(RelayMode.Tree, 8, (256 * 1024) - 1)]
    public void Are_none_for_one_host_or_a_few_bytes(RelayMode asked, int hosts, long bytes) =>
        Assert.Equal(RelayMode.Off, new RelayPlan(asked, LinkRates.None).ModeFor(Members(hosts, bytes), Mbit));

    [Fact]
    public void Are_a_chain_where_sending_to_each_takes_much_longer() =>
        Assert.Equal(RelayMode.Chain, Auto().ModeFor(Members(8, 100 * Mebibyte), 100 * Mbit));

    [Theory]
    [InlineData(8, 10_000)]
    [InlineData(2, 1_000)]
    public void Are_none_where_little_would_be_gained(int hosts, double megabits) =>
        Assert.Equal(RelayMode.Off, Auto().ModeFor(Members(hosts, 100 * Mebibyte), megabits * Mbit));

    [Fact]
    public void Are_none_where_no_rate_is_known() => Assert.Equal(RelayMode.Off, Auto().ModeFor(Members(8, 100 * Mebibyte), measured: null));

    [Fact]
    public void Are_none_for_hosts_on_this_machine()
    {
        Assert.Equal(RelayMode.Off, Auto().ModeFor([Member("a", 100 * Mebibyte, "127.0.0.1"), Member("b", 100 * Mebibyte, "::1")], Mbit));
        Assert.Equal(RelayMode.Chain, Auto().ModeFor([Member("a", 100 * Mebibyte, "127.0.0.1"), Member("b", 100 * Mebibyte)], Mbit));
    }

    [Fact]
    public void Trust_the_uplink_of_the_inventory_more_than_what_was_measured()
    {
        var members = Members(8, 100 * Mebibyte);

        Assert.Equal(RelayMode.Chain, Auto(new LinkRates { Uplink = 100 * Mbit }).ModeFor(members, 10_000 * Mbit));
        Assert.Equal(RelayMode.Off, Auto(new LinkRates { Uplink = 10_000 * Mbit, Hosts = Rates(members, 10_000 * Mbit) }).ModeFor(members, 100 * Mbit));
    }

    // All bytes to a slow host take as long as they take, by way of others too.
    [Fact]
    public void Are_none_where_a_slow_host_decides_anyway()
    {
        var members = Members(4, 100 * Mebibyte);
        var rates = new Dictionary<string, double>(Rates(members, 1000 * Mbit), StringComparer.Ordinal) { ["h4"] = 10 * Mbit };

        Assert.Equal(RelayMode.Off, Auto(new LinkRates { Uplink = 1000 * Mbit, Hosts = rates }).ModeFor(members, measured: null));
    }

    [Fact]
    public void Count_what_compression_saves()
    {
        var members = Members(4, 10 * Mebibyte);
        var plan = Auto();

        // 1.7 s for each host as it is, 0.8 s compressed: three times that is saved, less the start.
        Assert.Equal(RelayMode.Chain, plan.ModeFor(members, 50 * Mbit));
        Assert.Equal(RelayMode.Off, plan.ModeFor([.. members.Select(member => member with { Encoding = "zstd" })], 50 * Mbit));
    }

    [Theory]
    [InlineData(RelayMode.Auto, (256 * 1024) - 1, 1000, false)]
    [InlineData(RelayMode.Auto, 256 * 1024, 31, false)]
    [InlineData(RelayMode.Auto, 256 * 1024, 32, true)]
    [InlineData(RelayMode.Chain, 256 * 1024, 2, true)]
    [InlineData(RelayMode.Tree, (256 * 1024) - 1, 1000, false)]
    public void Are_worthwhile_from_some_bytes_on(RelayMode asked, long bytes, int hosts, bool expected) =>
        Assert.Equal(expected, new RelayPlan(asked, LinkRates.None).IsWorthwhile(bytes, hosts));

    [Fact]
    public void Lead_through_slow_hosts_last_and_otherwise_keep_the_order()
    {
        var rates = new Dictionary<string, double>(StringComparer.Ordinal) { ["h1"] = 10 * Mbit, ["h2"] = 100 * Mbit, ["h4"] = 100 * Mbit };

        var order = Auto(new LinkRates { Hosts = rates }).Order(Members(5, Mebibyte)).Select(member => member.Name);

        Assert.Equal(["h3", "h5", "h2", "h4", "h1"], order);
    }

    // Whoever came behind it would get the stream no faster than it does.
    [Theory]
    [InlineData(RelayMode.Chain)]
    [InlineData(RelayMode.Tree)]
    public void Let_a_slow_host_feed_nobody(RelayMode mode)
    {
        var members = Members(6, Mebibyte);
        var rates = new Dictionary<string, double>(Rates(members, 100 * Mbit), StringComparer.Ordinal) { ["h1"] = 10 * Mbit };

        var order = new RelayPlan(mode, new LinkRates { Hosts = rates }).Order(members).ToList();
        var topology = RelayTopology.Of(mode, [.. order.Select(_ => true)]);

        var slow = Assert.Single(Enumerable.Range(0, 6), station => order[topology.Stations[station]].Name == "h1");
        Assert.Empty(topology.FedBy(slow));
        Assert.True(topology.Feeders[slow] >= 0);
    }

    [Fact]
    public void Read_again_what_is_sent_again()
    {
        var sent = Member("a", 1).Missing;
        var member = Member("a", 5) with { KnownCopies = new HashSet<string>(["file", "other"], StringComparer.Ordinal) };

        var lacking = member.Lacking(sent);

        Assert.Equal(1, lacking.Bytes);
        Assert.Equal(["other"], lacking.KnownCopies);
        Assert.Equal(2, member.KnownCopies.Count);
    }

    private static RelayPlan Auto(LinkRates? links = null) => new(RelayMode.Auto, links ?? LinkRates.None);

    private static Dictionary<string, double> Rates(IEnumerable<RelayMember> members, double rate) =>
        members.ToDictionary(member => member.Name, _ => rate, StringComparer.Ordinal);

    private List<RelayMember> Members(int count, long bytes) => [.. Enumerable.Range(1, count).Select(number => Member($"h{number}", bytes))];

    private RelayMember Member(string name, long bytes, string address = "10.0.0.1")
    {
        var deadline = new CancellationTokenSource();
        deadlines.Add(deadline);
        var host = new Host { Name = name, Address = address };
        var run = new HostRun(host, machine.Session, new EventHub(TimeProvider.System, []), TimeProvider.System, deadline) { Facts = new HostFacts { Addresses = [address] } };
        return new RelayMember(run, lease, new HostIdentity(name, []))
        {
            Missing = [new ManifestEntry(EntryKind.File, "file", 0) { Size = bytes }],
            Tool = "md5sum",
            IsFresh = true,
        };
    }
}
