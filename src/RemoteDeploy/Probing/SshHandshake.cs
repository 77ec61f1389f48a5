namespace RemoteDeploy.Probing;

/// <summary>What either end of an ssh connection says of itself before anybody logs in. Safe to print.</summary>
/// <param name="Client">Software version of the ssh client of this machine, such as <c>OpenSSH_9.6p1</c>.</param>
/// <param name="Server">Software version of the host's server, as it gives it itself.</param>
public sealed record SshHandshake(string Client, string Server)
{
    /// <summary>True when the client offers strict key exchange (CVE-2023-48795, "Terrapin"); null when it could not be told.</summary>
    public bool? ClientIsStrict { get; init; }

    /// <summary>True when the server offers strict key exchange; null when it could not be told.</summary>
    public bool? ServerIsStrict { get; init; }

    /// <summary>True when the client offers a cipher from which packets can be cut unnoticed where either end is not strict.</summary>
    public bool OffersFragileCiphers { get; init; }
}
