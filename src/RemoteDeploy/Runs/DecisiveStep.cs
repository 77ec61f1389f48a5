using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Runs;

/// <summary>A step after which a host is another one: a switch, or files that come to their places. It is not given up half way.</summary>
internal static class DecisiveStep
{
    // A switch takes no time. Whoever cancels a run is not kept waiting by a host that does not answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Has it done. A run that is cancelled meanwhile still waits a little for the answer: it has to say how the host is left.</summary>
    /// <param name="host">The host.</param>
    /// <param name="step">The lease that it is done under, and what is asked.</param>
    /// <param name="unknown">What may have happened, for people, where no answer comes.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<Attempt<Reply>> TakeAsync(HostRun host, (HostLease Lease, ScriptCall Call) step, string unknown, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, host.Time);
        await using var _ = cancellationToken.Register(() => patience.CancelAfter(Patience));
        try
        {
            var answered = await step.Lease.StepAsync(step.Call, patience.Token);
            if (answered.Faults.Any(IsSilence))
            {
                host.LeavesBehind(unknown);
            }

            return answered;
        }
        catch (OperationCanceledException)
        {
            host.LeavesBehind(unknown);
            throw;
        }
    }

    private static bool IsSilence(Fault fault) =>
        fault.Code == FaultCatalog.HostStalled || fault.Code == FaultCatalog.ConnectionLost || fault.Code == FaultCatalog.ProtocolBroken || HostFaults.AreAboutReaching(fault.Code);
}
