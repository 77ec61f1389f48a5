using RemoteDeploy.Faults;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Results;

/// <summary>Result files that must not be there when something runs again in the same folder.</summary>
internal static class OldResults
{
    /// <summary>Removes files on a host. What is not there is as good as removed; folders and what lies outside stay.</summary>
    /// <param name="session">Session with the host.</param>
    /// <param name="folder">Folder there.</param>
    /// <param name="names">Paths below it, as the host spelled them.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>An answer once none of them is there; else a fault for each that is.</returns>
    public static async Task<Attempt<Reply>> DiscardAsync(HostSession session, string folder, IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        names.Count == 0 ? new Reply(0, [], []) : await session.StepAsync(new ScriptCall("discard", folder) { Data = NameList.Of(names) }, cancellationToken);
}
