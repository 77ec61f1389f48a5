namespace RemoteDeploy.Results;

/// <summary>An artifact that was not brought here.</summary>
/// <param name="Name">Its path below the suite's working folder, raw.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Why">The reason, safe to print.</param>
internal readonly record struct LeftArtifact(string Name, long Size, string Why);
