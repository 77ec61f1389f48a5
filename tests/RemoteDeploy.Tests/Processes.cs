using System.Diagnostics;
using System.Globalization;

namespace RemoteDeploy.Tests;

/// <summary>Processes of this machine, where all test hosts are.</summary>
internal static class Processes
{
    /// <summary>Kills a process, unless it has ended already, and waits until it is gone.</summary>
    public static async Task KillAsync(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It ended by itself.
        }

        await GoneAsync(id);
    }

    /// <summary>Waits until a process has ended, collected or not; fails after half a minute.</summary>
    public static async Task GoneAsync(int id)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (IsAlive(id))
        {
            Assert.False(deadline.IsCancellationRequested, $"Process {id} is still there.");
            await Task.Delay(20);
        }
    }

    /// <summary>Processes that were started with a variable, such as the home of a test's own.</summary>
    public static IReadOnlyList<int> WithEnvironment(string variable) =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(path => Path.GetFileName(path)).Where(name => char.IsAsciiDigit(name[0]))
            .Select(name => int.Parse(name, CultureInfo.InvariantCulture))
            .Where(id => IsAlive(id) && Variables(id).Split('\0').Contains(variable)),
    ];

    private static string Variables(int id)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/environ"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>True until a process has ended, collected or not.</summary>
    public static bool IsAlive(int id)
    {
        // "ID (NAME) STATE ...": Z is dead, and waits for a parent that does not ask.
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
