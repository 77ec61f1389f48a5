using RemoteDeploy.Faults;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Broadcast;

/// <summary>How a stream of files ended.</summary>
/// <param name="Faults">Why it did not arrive; empty when it did.</param>
/// <param name="Listing">What the host holds now, with digests; null when no audit was asked for or it is not usable.</param>
internal sealed record Sent(IReadOnlyList<Fault> Faults, AuditListing? Listing);
