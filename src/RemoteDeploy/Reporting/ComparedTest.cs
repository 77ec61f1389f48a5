namespace RemoteDeploy.Reporting;

/// <summary>A test in the comparison of two runs.</summary>
/// <param name="Suite">Name of the suite.</param>
/// <param name="Name">Full name of the test.</param>
/// <param name="Hosts">The hosts concerned; empty where none in particular are.</param>
public sealed record ComparedTest(string Suite, string Name, IReadOnlyList<string> Hosts);
