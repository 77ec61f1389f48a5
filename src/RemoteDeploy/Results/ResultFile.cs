using RemoteDeploy.Faults;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Results;

/// <summary>What a result file says.</summary>
/// <param name="Tests">Its tests.</param>
/// <param name="Announced">How many tests it says it has; null when its format does not say.</param>
internal sealed record ResultFile(IReadOnlyList<TestResult> Tests, int? Announced);
