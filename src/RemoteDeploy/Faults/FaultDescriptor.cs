namespace RemoteDeploy.Faults;

/// <summary>The page of a code: what <c>remotedeploy explain</c> prints and what the documentation lists.</summary>
/// <param name="Code">The code.</param>
/// <param name="Title">A few words.</param>
/// <param name="Cause">What brings it about.</param>
/// <param name="LeftBehind">What state hosts and this machine are in afterwards.</param>
/// <param name="Fix">What to do.</param>
public sealed record FaultDescriptor(FaultCode Code, string Title, string Cause, string LeftBehind, string Fix);
