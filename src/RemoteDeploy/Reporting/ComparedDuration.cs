namespace RemoteDeploy.Reporting;

/// <summary>A test that takes another time than before.</summary>
/// <param name="Suite">Name of the suite.</param>
/// <param name="Name">Full name of the test.</param>
/// <param name="Earlier">Mean over all hosts in the earlier run.</param>
/// <param name="Now">Mean over all hosts.</param>
public sealed record ComparedDuration(string Suite, string Name, TimeSpan Earlier, TimeSpan Now);
