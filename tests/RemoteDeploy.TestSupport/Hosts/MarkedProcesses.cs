using System.Text;

namespace RemoteDeploy.TestSupport.Hosts;

/// <summary>Finds processes by a variable of the environment they were started with.</summary>
internal static class MarkedProcesses
{
    /// <summary>Process ids and command lines, from /proc.</summary>
    /// <param name="variable"><c>NAME=value</c>.</param>
    public static IReadOnlyDictionary<int, string> Find(string variable)
    {
        var found = new SortedDictionary<int, string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && Read(folder, "environ").Split('\0').Contains(variable, StringComparer.Ordinal))
            {
                found.Add(id, Read(folder, "cmdline").Replace('\0', ' ').TrimEnd());
            }
        }

        return found;
    }

    /// <summary>The processes that share the process namespace of the one given, by id with their command lines.</summary>
    /// <remarks>One without a command line has ended, and its parent has not asked for its status yet.</remarks>
    public static IReadOnlyDictionary<int, string> InSameNamespace(int processId)
    {
        var space = Namespace(processId);
        var found = new SortedDictionary<int, string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && space is not null && string.Equals(Namespace(id), space, StringComparison.Ordinal)
                && Read(folder, "cmdline").Replace('\0', ' ').TrimEnd() is { Length: > 0 } commandLine)
            {
                found.Add(id, commandLine);
            }
        }

        return found;
    }

    private static string? Namespace(int processId)
    {
        try
        {
            return new FileInfo($"/proc/{processId}/ns/pid").LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // A process may end while it is looked at, and those of other users are closed to us.
    private static string Read(string folder, string name)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, name)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
