using RemoteDeploy.Faults;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Results;

/// <summary>Temporary.</summary>
internal static class OldResults
{
    public static Task<Attempt<Reply>> DiscardAsync(HostSession session, string folder, IReadOnlyList<string> names, CancellationToken cancellationToken) => throw new NotSupportedException();
}
