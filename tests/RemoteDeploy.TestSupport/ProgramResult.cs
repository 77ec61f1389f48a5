namespace RemoteDeploy.TestSupport;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">All of stdout.</param>
/// <param name="Error">All of stderr.</param>
public sealed record ProgramResult(int ExitCode, string Output, string Error);
