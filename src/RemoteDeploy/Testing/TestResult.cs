using RemoteDeploy.Faults;

namespace RemoteDeploy.Testing;

/// <summary>One test on one host. Text comes from the host.</summary>
/// <param name="Name">Full name, with the arguments of a row of data.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Duration">Its duration, as the runner says.</param>
public sealed record TestResult(string Name, TestOutcome Outcome, TimeSpan Duration)
{
    /// <summary>Full name of the class or module that holds it; null when the result file does not say.</summary>
    public string? Class { get; init; }

    /// <summary>Name of its method, without class and arguments; null when the result file does not say.</summary>
    public string? Method { get; init; }

    /// <summary>The failure's message or the skip's reason; null when there is none.</summary>
    public string? Message { get; init; }

    /// <summary>The failure's stack trace; null when there is none.</summary>
    public string? StackTrace { get; init; }

    /// <summary>Source file and line of the failure, from the stack trace; else where the test is declared; null when neither is known.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>What it printed, at most 64 Ki characters of it; null when nothing was captured.</summary>
    public string? Output { get; init; }

    /// <summary>True when the runner itself says that it passed only after it had failed.</summary>
    public bool Flaky { get; init; }

    /// <summary>The name for tables: without the class, where that is known.</summary>
    public string DisplayName =>
        Class is { Length: > 0 } && Name.Length > Class.Length + 1 && Name[Class.Length] == '.' && Name.StartsWith(Class, StringComparison.Ordinal)
            ? Name[(Class.Length + 1)..]
            : Name;
}
