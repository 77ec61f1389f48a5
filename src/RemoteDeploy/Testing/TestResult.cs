using RemoteDeploy.Faults;

namespace RemoteDeploy.Testing;

/// <summary>One test on one host. Text comes from the host.</summary>
/// <param name="Name">Full name.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Duration">Its duration, as the runner says.</param>
public sealed record TestResult(string Name, TestOutcome Outcome, TimeSpan Duration)
{
    /// <summary>The failure's message or the skip's reason; null when there is none.</summary>
    public string? Message { get; init; }

    /// <summary>The failure's stack trace; null when there is none.</summary>
    public string? StackTrace { get; init; }

    /// <summary>Source file and line of the failure, from the stack trace; null when it has none.</summary>
    public SourceLocation? Location { get; init; }
}
