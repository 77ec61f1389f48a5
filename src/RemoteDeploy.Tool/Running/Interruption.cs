using System.Runtime.InteropServices;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tool.Running;

/// <summary>
/// Ctrl+C, SIGTERM and SIGHUP: the first cancels the run and leaves it time to end remote work and write its report, the
/// second leaves at once. System.CommandLine's own handling knows no second one, and so is switched off.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>What the clean-up may take: ending remote work takes a round trip to each host.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private int signals;

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
        if (Interlocked.Increment(ref signals) > 1)
        {
            Environment.Exit(ExitCodes.Cancelled);
        }

        source.Cancel();
        _ = LeaveAfterGraceAsync();
    }

    private static async Task LeaveAfterGraceAsync()
    {
        await Task.Delay(Grace);
        Environment.Exit(ExitCodes.Cancelled);
    }
}
