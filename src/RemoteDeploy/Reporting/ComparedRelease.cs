namespace RemoteDeploy.Reporting;

/// <summary>A host that has another release than before.</summary>
/// <param name="Host">Name of the host.</param>
/// <param name="Earlier">Its release in the earlier run; null when it had no part in that.</param>
/// <param name="Now">Its release; null when it has no part in the run.</param>
public sealed record ComparedRelease(string Host, string? Earlier, string? Now);
