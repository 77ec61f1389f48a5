namespace RemoteDeploy.Planning;

/// <summary>A run to go back to.</summary>
/// <param name="Run">Its name, the beginning of it, or <c>last</c>.</param>
public sealed record AttachRequest(string Run);
