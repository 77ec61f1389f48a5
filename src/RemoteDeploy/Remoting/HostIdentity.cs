namespace RemoteDeploy.Remoting;

/// <summary>By what this machine knows that a host is the one it claims to be.</summary>
/// <param name="Alias">The name that its keys are known under.</param>
/// <param name="Keys">Lines of a known_hosts file under that name, at least one.</param>
internal sealed record HostIdentity(string Alias, IReadOnlyList<string> Keys);
