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
    private static readonly TimeSpan WordsPatience = TimeSpan.FromMilliseconds(300);
    private long first;

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
        var now = Stopwatch.GetTimestamp();
        if (Interlocked.CompareExchange(ref first, now, 0) is not 0 and var before)
        {
            if (Stopwatch.GetElapsedTime(before, now) > Same)
            {
                Leave("Left at once");
            }

            return;
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
        // A terminal that stands still, and a pipe that nobody reads, take no words: nobody is kept here for them.
        Task.Run(() => Console.Error.WriteLine($"{how}: what runs on the hosts may go on. 'remotedeploy ps' shows jobs, 'remotedeploy stop RUN' ends those of a run.")).ContinueWith(static _ => { }, TaskScheduler.Default).Wait(WordsPatience);
        Environment.Exit(ExitCodes.Cancelled);
    }
}
