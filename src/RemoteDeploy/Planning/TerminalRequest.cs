namespace RemoteDeploy.Planning;

/// <summary>A job to watch in a terminal.</summary>
/// <param name="Run">Name of its run, the beginning of it, or <c>last</c>.</param>
/// <param name="On">Selector of one host of the run; null where only one has a running job.</param>
public sealed record TerminalRequest(string Run, string? On = null);
