using RemoteDeploy.Payload;
using RemoteDeploy.Planning;
using RemoteDeploy.Probing;

namespace RemoteDeploy.Inventory;

/// <summary>What an inventory file says about runs. Null: not said. Command-line options and MSBuild properties win over these.</summary>
public sealed record InventorySettings
{
    /// <summary><c>app:</c></summary>
    public string? App { get; init; }

    /// <summary><c>payload:</c>, absolute (read relative to the file).</summary>
    public string? Payload { get; init; }

    /// <summary><c>base:</c></summary>
    public string? Base { get; init; }

    /// <summary><c>release:</c>, the version put before the digest in release names.</summary>
    public string? Version { get; init; }

    /// <summary><c>digest:</c></summary>
    public DigestAlgorithm? Digest { get; init; }

    /// <summary><c>verify:</c></summary>
    public VerifyMode? Verify { get; init; }

    /// <summary><c>keep:</c></summary>
    public int? Keep { get; init; }

    /// <summary><c>forks:</c></summary>
    public int? Forks { get; init; }

    /// <summary><c>timeout:</c></summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary><c>connectTimeout:</c></summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary><c>stallTimeout:</c></summary>
    public TimeSpan? StallTimeout { get; init; }

    /// <summary><c>minRate:</c>, bytes per second.</summary>
    public double? MinRate { get; init; }

    /// <summary><c>allowFailures:</c></summary>
    public FailureAllowance? AllowFailures { get; init; }

    /// <summary><c>relay:</c></summary>
    public RelayMode? Relay { get; init; }

    /// <summary><c>sshConfig:</c>, absolute.</summary>
    public string? SshConfig { get; init; }

    /// <summary><c>requires:</c></summary>
    public IReadOnlyList<Requirement> Requires { get; init; } = [];

    /// <summary><c>afterCopy:</c></summary>
    public IReadOnlyList<string>? AfterCopy { get; init; }

    /// <summary><c>history:</c>, absolute or <c>~/…</c>.</summary>
    public string? HistoryFile { get; init; }

    /// <summary><c>maxFailures:</c></summary>
    public int? MaxFailures { get; init; }

    /// <summary><c>failOnFlaky:</c></summary>
    public bool? FailOnFlaky { get; init; }
}
