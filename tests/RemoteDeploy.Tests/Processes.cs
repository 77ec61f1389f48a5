using System.Globalization;

namespace RemoteDeploy.Tests;

/// <summary>Processes of this machine, where all test hosts are.</summary>
internal static class Processes
{
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

    // "ID (NAME) STATE ...": Z is dead, and waits for a parent that does not ask.
    private static bool IsAlive(int id)
    {
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
