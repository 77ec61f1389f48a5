using System.Text;

namespace RemoteDeploy.FaultLab.Observing;

/// <summary>Processes of this machine, as /proc shows them.</summary>
internal static class Processes
{
    /// <summary>All that are in the same namespace as the process given.</summary>
    /// <param name="kind">A name below <c>/proc/PID/ns</c>.</param>
    /// <param name="processId">A process in it.</param>
    public static IReadOnlyList<(int Id, string Command)> SharingNamespace(string kind, int processId)
    {
        var space = Namespace(kind, processId);
        return space is null
            ? []
            : [.. Directory.EnumerateDirectories("/proc")
                .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
                .Where(id => id > 0 && string.Equals(Namespace(kind, id), space, StringComparison.Ordinal))
                .Select(id => (id, Command(id)))];
    }

    // A process may end while it is looked at.
    private static string? Namespace(string kind, int processId)
    {
        try
        {
            return new FileInfo($"/proc/{processId}/ns/{kind}").LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Command(int processId)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{processId}/cmdline")).Replace('\0', ' ').TrimEnd();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
