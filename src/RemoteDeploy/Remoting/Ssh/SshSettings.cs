using RemoteDeploy.Planning;

namespace RemoteDeploy.Remoting.Ssh;

/// <summary>What all SSH hosts of a run share.</summary>
/// <param name="Program">The ssh client.</param>
/// <param name="KeygenProgram">The program that looks up known host keys.</param>
/// <param name="ConfigFile">File for <c>-F</c>; null for the user's own.</param>
/// <param name="ControlFolder">Private folder for control sockets; null for none.</param>
/// <param name="ConnectTimeout">Deadline for connecting.</param>
/// <param name="StallTimeout">After this long without an answer a connection counts as dead.</param>
internal sealed record SshSettings(string Program, string KeygenProgram, string? ConfigFile, string? ControlFolder, TimeSpan ConnectTimeout, TimeSpan StallTimeout)
{
    /// <summary>The settings of a request.</summary>
    public static SshSettings Of(EngineOptions options, FleetRequest request) =>
        new(options.SshProgram, options.SshKeygenProgram, request.SshConfig, OperatingSystem.IsWindows() ? null : options.ControlFolder, request.ConnectTimeout, request.StallTimeout);
}
