namespace RemoteDeploy.Planning;

/// <summary>A run whose jobs shall end.</summary>
/// <param name="Run">Its name, the beginning of it, or <c>last</c>.</param>
public sealed record StopRequest(string Run)
{
    /// <summary>How long a job may take to end before it is said that it still runs.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);
}
