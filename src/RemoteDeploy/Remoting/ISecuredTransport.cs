using RemoteDeploy.Probing;

namespace RemoteDeploy.Remoting;

/// <summary>A transport whose ends agree on how to guard what passes between them.</summary>
internal interface ISecuredTransport : IHostTransport
{
    /// <summary>Asks both ends what they are, over a connection that nobody logs in by; known once something was started.</summary>
    /// <returns>Null where it cannot be learned.</returns>
    Task<SshHandshake?> HandshakeAsync(CancellationToken cancellationToken);
}
