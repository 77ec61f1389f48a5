using System.Diagnostics;

namespace RemoteDeploy.Tests;

/// <summary>Waits for what another process brings about: looks again and again, and fails when it has not come after a long while.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Task IsTrueAsync(Func<bool> condition, string what) => IsTrueAsync(condition, () => what);

    /// <summary>The same, with words that say how it stands when it has not come.</summary>
    public static async Task IsTrueAsync(Func<bool> condition, Func<string> what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(started) >= Patience)
            {
                Assert.Fail($"Not within {Patience.TotalSeconds} s: {what()}");
            }

            await Task.Delay(10);
        }
    }
}
