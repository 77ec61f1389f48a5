using System.Globalization;

namespace RemoteDeploy.TestSupport.Lab;

/// <summary>
/// The folder for everything that a run writes on this machine. It is the temporary folder of the process and its children, and
/// goes at the end; that of a run that was killed goes when the next one starts.
/// </summary>
public sealed class Workspace : IDisposable
{
    // Short: paths of control sockets are.
    private const string Prefix = "rdb-";
    private readonly string folder;

    /// <summary>Makes the folder, and removes those of processes that are gone.</summary>
    public Workspace()
    {
        foreach (var left in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            // What has this process's number is not its own yet.
            if (int.TryParse(Path.GetFileName(left)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var owner) && (owner == Environment.ProcessId || !Directory.Exists($"/proc/{owner}")))
            {
                Sweep(left);
            }
        }

        folder = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}"));
        Directory.CreateDirectory(folder);
        Environment.SetEnvironmentVariable("TMPDIR", folder);
    }

    /// <summary>The folder.</summary>
    public string Folder => folder;

    /// <summary>Removes a folder that a process left which is gone; another process may be at it as well.</summary>
    internal static void Sweep(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // The other one is faster, or goes on where it is slower.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);
}
