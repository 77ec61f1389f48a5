// MSBuild matches this attribute by namespace and name, so that packages can mark their tasks without needing the MSBuild that has it.
namespace Microsoft.Build.Framework;

/// <summary>
/// Says that a task neither reads nor changes the state of the process (working folder, environment), so that a multi-threaded
/// build may run it in-process; elsewhere it would go to a side process and lose its live progress.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
