using RemoteDeploy.Broadcast.Relaying;
using RemoteDeploy.Inventory;
using RemoteDeploy.Planning;
using RemoteDeploy.Probing;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Tests.Broadcast.Relaying;

/// <summary>What one host does, or says of itself, when others depend on it.</summary>
public sealed class MeasuringForARelay
{
    [Fact]
    public async Task Is_done_once_for_all()
    {
        using var relay = NewRelay();

        Assert.Equal(5, await relay.MeasureAsync(() => Task.FromResult<double?>(5)));
        Assert.Equal(5, await relay.MeasureAsync(() => Task.FromResult<double?>(6)));
    }

    [Fact]
    public async Task Harms_nobody_when_the_host_that_is_asked_is_given_up_or_never_answers()
    {
        using var first = NewRelay();
        using var second = NewRelay();

        Assert.Null(await first.MeasureAsync(() => Task.FromCanceled<double?>(new CancellationToken(canceled: true))));
        Assert.Null(await second.MeasureAsync(() => new TaskCompletionSource<double?>().Task));
    }

    [Fact]
    public void Takes_for_an_address_only_what_can_stand_in_another_host_s_file()
    {
        var reply = new Reply(0, ["sshd=10.0.0.7 2222 fe80::1 fe80::1%a\",command=\"x 10.0.0.8\" nonsense 10.0.0.9"], []);

        var facts = Prober.Read(reply, TimeProvider.System);

        Assert.Equal(["10.0.0.7", "fe80::1", "10.0.0.9"], facts.Addresses);
        Assert.Equal(2222, facts.SshPort);
    }

    private static Relay NewRelay() => new(new RelayPlan(RelayMode.Auto, LinkRates.None), [], TimeProvider.System, CancellationToken.None);
}
