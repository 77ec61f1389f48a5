using RemoteDeploy.Faults;

namespace RemoteDeploy.Remoting;

/// <summary>What a verb of the remote script answered.</summary>
/// <param name="Status">Its status; for <c>exec</c> the exit status of the command.</param>
/// <param name="Lines">Its lines, without faults.</param>
/// <param name="Faults">Its faults, in the script's own keys, translated.</param>
internal sealed record Reply(int Status, IReadOnlyList<string> Lines, IReadOnlyList<Fault> Faults)
{
    /// <summary>Standard error of the session, raw, at most 64 KiB.</summary>
    public string Error { get; init; } = "";

    /// <summary>Bytes printed by the login shell before the answer began.</summary>
    public int Noise { get; init; }

    /// <summary>Time from starting the transport's program to the first byte of the answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The values of lines <c>KEY VALUE</c>.</summary>
    public IEnumerable<string> Values(string key) => Lines
        .Where(line => line.Length > key.Length && line[key.Length] == ' ' && line.StartsWith(key, StringComparison.Ordinal))
        .Select(line => line[(key.Length + 1)..]);
}
