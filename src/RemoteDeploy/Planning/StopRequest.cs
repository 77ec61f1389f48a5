namespace RemoteDeploy.Planning;

/// <summary>A run whose jobs shall end.</summary>
/// <param name="Run">Its name, the beginning of it, or <c>last</c>.</param>
public sealed record StopRequest(string Run);
