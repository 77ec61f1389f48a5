using System.Text;
using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Runs;

/// <summary>One command on every host; its output is passed on line by line.</summary>
internal sealed class ExecRun(FleetRun run, ExecRequest request)
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(3.5);

    /// <summary>Does it.</summary>
    public Task ExecuteAsync() => run.ForEachAsync(run.Hosts, ExecuteAsync);

    private async Task ExecuteAsync(HostRun host, CancellationToken cancellationToken)
    {
        host.Enter(Phase.Connect);
        var started = run.Identity.Time.GetTimestamp();
        using var output = new LineSplitter(line => host.Print(isError: false, line));
        var call = new ScriptCall("exec", ["~", .. request.Command])
        {
            HoldsInput = true,
            MayBeSilent = true,
            RawOutput = output,
        };
        var opened = await host.Session.OpenAsync(call, cancellationToken);
        if (!opened.TryGet(out var open, out var faults))
        {
            host.Fail(faults);
            return;
        }

        await using var session = open;
        host.Enter(Phase.Run);
        var answered = await FinishAsync(host, session, call, cancellationToken);
        output.Complete();
        if (!answered.TryGet(out var reply, out faults))
        {
            host.Fail(faults);
            host.LeavesBehind("the command, which may still run");
            return;
        }

        foreach (var line in reply.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            host.Print(isError: true, line);
        }

        host.Describe(report => report with { Command = new CommandReport(reply.Status, output.Text, reply.Error, run.Identity.Time.GetElapsedTime(started)) });
        host.Outcome = HostOutcome.Ok;
        if (CommandStatus.Explain(reply.Status, request.Command[0]) is { } fault)
        {
            host.Fail(fault with { Found = reply.Error.Length > 0 ? SafeText.Line(reply.Error.TrimEnd(), 300) : null });
        }
    }

    // A command that is given up is ended by its host: asked first, and forced after two seconds.
    private async Task<Attempt<Reply>> FinishAsync(HostRun host, OpenCall session, ScriptCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await session.FinishAsync(call, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            using var patience = new CancellationTokenSource(EndPatience, run.Identity.Time);
            session.CloseInput();
            await session.DrainAsync(patience.Token);
            if (!await session.HasEndedAsync(patience.Token))
            {
                host.LeavesBehind("the command, until the host has ended it");
            }

            throw;
        }
    }
}
