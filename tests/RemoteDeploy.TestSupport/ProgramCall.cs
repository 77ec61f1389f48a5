namespace RemoteDeploy.TestSupport;

/// <summary>A program to run, and all that it runs with.</summary>
/// <param name="Name">Its path, or a name to be found on PATH.</param>
/// <param name="Arguments">Each passed as it is.</param>
public sealed record ProgramCall(string Name, params IReadOnlyList<string> Arguments)
{
    /// <summary>Working folder; null for this process's.</summary>
    public string? Folder { get; init; }

    /// <summary>Changes to this process's environment; a null value removes the variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>After this time the program and its children are killed and the test fails; default 3 minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(3);

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Arguments.Prepend(Name));
}
