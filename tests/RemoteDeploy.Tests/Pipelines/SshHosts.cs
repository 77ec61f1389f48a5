using RemoteDeploy.TestSupport.Hosts;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>OpenSSH hosts that the tests of a class share. The first test that asks starts them.</summary>
public sealed class SshHosts : IAsyncDisposable
{
    private Fleet? fleet;

    internal async Task<Fleet> StartAsync(int count, SshFleetOptions? options = null) => fleet ??= await Fleet.SshAsync(count, options);

    public ValueTask DisposeAsync() => fleet?.DisposeAsync() ?? ValueTask.CompletedTask;
}
