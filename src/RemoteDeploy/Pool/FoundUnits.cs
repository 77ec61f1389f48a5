namespace RemoteDeploy.Pool;

/// <summary>Units of a suite that were asked for on a host.</summary>
/// <param name="Units">The units, before what the suite requires of hosts is added.</param>
/// <param name="IsPlatform">True for a program of the Microsoft Testing Platform.</param>
internal sealed record FoundUnits(IReadOnlyList<TestUnit> Units, bool IsPlatform);
