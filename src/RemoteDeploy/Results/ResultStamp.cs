namespace RemoteDeploy.Results;

/// <summary>What ties a result file to the machine and the bytes that it is about.</summary>
/// <param name="Host">Name of the host.</param>
/// <param name="Release">Name of the release that was active.</param>
/// <param name="Manifest">Digest of its manifest, proven on the host just before the suite ran.</param>
public sealed record ResultStamp(string Host, string Release, string Manifest)
{
    /// <summary>The same as names and values of properties.</summary>
    internal IEnumerable<(string Name, string Value)> Properties =>
        [("RemoteDeploy.Host", Host), ("RemoteDeploy.Release", Release), ("RemoteDeploy.Manifest", Manifest)];
}
