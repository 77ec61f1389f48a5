namespace RemoteDeploy.Results.Differences;

/// <summary>Why a test may fail on some hosts and pass on others that ran it on the same bytes.</summary>
/// <param name="Suite">Name of the suite.</param>
/// <param name="Test">Full name of the test; null for a suite without single tests.</param>
/// <param name="Difference">What tells the hosts apart.</param>
public sealed record TestDifference(string Suite, string? Test, HostDifference Difference)
{
    /// <summary>Manifest digest of the bytes that all these hosts ran.</summary>
    public required string Manifest { get; init; }

    /// <summary>The failing host whose output is compared.</summary>
    public required string FailingHost { get; init; }

    /// <summary>The passing host whose output is compared.</summary>
    public required string PassingHost { get; init; }

    /// <summary>
    /// The first lines that differ between the outputs of these two (see <see cref="OutputDifference"/>), safe to print; empty when none
    /// differ. Where the test itself has printed nothing, the outputs of the suite are compared.
    /// </summary>
    public IReadOnlyList<string> Output { get; init; } = [];
}
