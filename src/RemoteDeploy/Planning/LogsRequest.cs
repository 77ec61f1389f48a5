namespace RemoteDeploy.Planning;

/// <summary>What the jobs of a run have written.</summary>
/// <param name="Run">Its name, the beginning of it, or <c>last</c>.</param>
/// <param name="Follow">Goes on until the jobs have ended.</param>
/// <param name="On">Selector of hosts of the run; null for all.</param>
public sealed record LogsRequest(string Run, bool Follow = false, string? On = null);
