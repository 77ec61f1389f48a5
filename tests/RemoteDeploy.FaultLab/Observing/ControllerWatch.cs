namespace RemoteDeploy.FaultLab.Observing;

/// <summary>Looks at what runs of the tool leave on this machine.</summary>
internal sealed class ControllerWatch(Scene scene)
{
    private HashSet<int> before = [];

    /// <summary>Connections that are kept for later runs, on purpose: masters of ssh behind a private socket.</summary>
    public int KeptConnections => Started().Count(process => IsMaster(process.Command));

    /// <summary>Remembers the processes of the lab itself.</summary>
    public void Remember() => before = [.. Processes.SharingNamespace("net", scene.Fleet.ProcessId).Select(process => process.Id)];

    /// <summary>Processes and temporary files that a run should have taken with it.</summary>
    public IReadOnlyList<string> Leftovers() =>
    [
        .. Started().Where(process => !IsKept(process)).Select(process => $"process {process.Command}"),
        .. Directory.EnumerateFileSystemEntries(scene.In("tmp")).Where(path => !IsOfRuntime(Path.GetFileName(path))).Select(path => $"file tmp/{Path.GetFileName(path)}"),
        .. Directory.EnumerateFileSystemEntries(scene.Project, "spool", SearchOption.AllDirectories).Select(path => $"folder {Path.GetFileName(path)}"),
    ];

    // What ssh started to get through another host goes with its master; whose it is cannot be seen once the master is a daemon.
    private bool IsKept((int Id, string Command) process) =>
        IsMaster(process.Command) || (process.Command.Contains(" -W [", StringComparison.Ordinal) && Started().Count(other => other.Command.Contains(" -W [", StringComparison.Ordinal)) <= KeptConnections);

    private static bool IsMaster(string command) => command.StartsWith("ssh: ", StringComparison.Ordinal) && command.EndsWith("[mux]", StringComparison.Ordinal);

    // The runtime's own, there for debuggers; it removes them when a process ends by itself, and nobody can when it is killed.
    private static bool IsOfRuntime(string name) => name.StartsWith("clr-debug-pipe-", StringComparison.Ordinal) || name.StartsWith("dotnet-diagnostic-", StringComparison.Ordinal);

    private IEnumerable<(int Id, string Command)> Started() =>
        Processes.SharingNamespace("net", scene.Fleet.ProcessId).Where(process => !before.Contains(process.Id));
}
