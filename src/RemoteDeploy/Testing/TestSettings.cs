namespace RemoteDeploy.Testing;

/// <summary>How suites are run, the same for all of a run.</summary>
/// <param name="Tests">What the request says.</param>
/// <param name="LostAfter">How long a host may be out of reach before it is given up.</param>
/// <param name="IsResumed">True for a run whose first process is gone.</param>
internal sealed record TestSettings(TestOptions Tests, TimeSpan LostAfter, bool IsResumed = false);
