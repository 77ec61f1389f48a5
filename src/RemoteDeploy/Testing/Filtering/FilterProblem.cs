namespace RemoteDeploy.Testing.Filtering;

/// <summary>Why a filter is refused.</summary>
/// <param name="Index">At which character, from 0.</param>
/// <param name="Message">What is wrong there.</param>
internal sealed record FilterProblem(int Index, string Message)
{
    /// <summary>What to write instead; null for the usual advice.</summary>
    public string? Advice { get; init; }
}
