namespace RemoteDeploy.Jobs;

/// <summary>A program to be run with the standard streams of a person's terminal.</summary>
/// <param name="Program">The program.</param>
/// <param name="Arguments">Its arguments, each passed as it is.</param>
public sealed record TerminalCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Folder it runs in; null for any.</summary>
    public string? WorkFolder { get; init; }

    /// <summary>Variables it gets beside those of the user.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
