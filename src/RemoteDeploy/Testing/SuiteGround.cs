using RemoteDeploy.Payload;

namespace RemoteDeploy.Testing;

/// <summary>What a suite ran on: proven right before it was started.</summary>
/// <param name="WorkFolder">The private copy on the host.</param>
/// <param name="Release">The release that it is a copy of.</param>
/// <param name="Manifest">What it held, byte for byte, when the suite was started.</param>
internal sealed record SuiteGround(string WorkFolder, string Release, Manifest Manifest);
