using RemoteDeploy.Faults;
using RemoteDeploy.Payload;

namespace RemoteDeploy.Results;

/// <summary>Files that were brought here.</summary>
/// <param name="Files">Local path and the digest that the host computed and this machine confirmed, by name on the host.</param>
/// <param name="Bytes">Bytes of all of them.</param>
/// <param name="Faults">What did not come whole.</param>
internal sealed record FetchedFiles(IReadOnlyDictionary<string, (string Path, ContentDigest Digest)> Files, long Bytes, IReadOnlyList<Fault> Faults);
