namespace RemoteDeploy.Planning;

/// <summary>A deploy: broadcast a folder, verify it everywhere, switch to it.</summary>
public record DeployRequest : FleetRequest
{
    /// <summary>The folder to ship, absolute.</summary>
    public required string Payload { get; init; }

    /// <summary>Version put before the digest in release names; null for none.</summary>
    public string? Version { get; init; }

    /// <summary>Releases kept on each host, the active one included, at least 1; default 3.</summary>
    public int Keep { get; init; } = 3;

    /// <summary>How many hosts may fail while the others are still switched; default none.</summary>
    public FailureAllowance AllowFailures { get; init; }

    /// <summary>Whether hosts pass the payload on to each other; default <see cref="RelayMode.Auto"/>.</summary>
    public RelayMode Relay { get; init; }

    /// <summary>Whether hosts read files again that they verified before and that were not written since; default no.</summary>
    public VerifyMode Verify { get; init; }

    /// <summary>Command run on each host in the staged folder after the copy and before verification, as argv; null for none.</summary>
    public IReadOnlyList<string>? AfterCopy { get; init; }
}
