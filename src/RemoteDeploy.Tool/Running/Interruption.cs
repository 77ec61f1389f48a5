using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tool.Running;

/// <summary>
/// Ctrl+C, SIGTERM and SIGHUP: the first cancels the run and leaves it time to end remote work and write its report, a
/// second one leaves at once, and says so. What comes within half a second of the first is the same one: whoever calls this may pass on what
/// the terminal sends to all. System.CommandLine's own handling knows no second one, and so is switched off.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>What the clean-up may take: ending remote work takes a round trip to each host.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private static readonly TimeSpan Same = TimeSpan.FromMilliseconds(500);
    private readonly Lock gate = new();
    private long? first;

    public Interruption() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        lock (gate)
        {
            if (first is { } before)
            {
                if (Stopwatch.GetElapsedTime(before) > Same)
                {
                    Leave("Left at once");
                }

                return;
            }

            first = Stopwatch.GetTimestamp();
        }

        source.Cancel();
        _ = LeaveAfterGraceAsync();
    }

    private static async Task LeaveAfterGraceAsync()
    {
        await Task.Delay(Grace);
        Leave(string.Create(CultureInfo.InvariantCulture, $"Left after {Grace.TotalSeconds:0} s in which the run could not be ended"));
    }

    private static void Leave(string how)
    {
        try
        {
            Console.Error.WriteLine($"{how}: what runs on the hosts may go on. 'remotedeploy ps' shows jobs, 'remotedeploy stop last' ends them.");
        }
        catch (IOException)
        {
            // Nobody reads it any more.
        }

        Environment.Exit(ExitCodes.Cancelled);
    }
}
