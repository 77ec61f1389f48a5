namespace RemoteDeploy.Testing;

/// <summary>Some tests of a suite, by name.</summary>
public sealed record TestSelection
{
    /// <summary>Test methods with their class, <c>Namespace.Class.Method</c>, or units of a suite of commands; empty for all of the suite.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Names of the hosts that are to run them; empty for all of the suite's.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];
}
