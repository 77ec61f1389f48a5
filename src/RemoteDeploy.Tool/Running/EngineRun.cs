using System.Diagnostics;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Planning;
using RemoteDeploy.Remoting.Ssh;
using RemoteDeploy.Reporting;
using RemoteDeploy.Tool.Requests;
using RemoteDeploy.Tool.Verbs;

namespace RemoteDeploy.Tool.Running;

/// <summary>Calls the engine, shows what happens, prints the report.</summary>
internal sealed class EngineRun(Printing printing, Surroundings here)
{
    // What ssh ends with; neither tmux nor screen does.
    private const int ConnectionLost = 255;

    /// <summary>Runs one verb.</summary>
    /// <returns>The exit code that the report says.</returns>
    public Task<int> RunAsync(string verb, FleetCall call, Fleet fleet, CancellationToken cancellation) =>
        RunAsync(verb, call.Ask, fleet.WorkFolder, cancellation, call.Remarks);

    /// <summary>Asks something of an engine.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="ask">What is asked.</param>
    /// <param name="workFolder">Folder that holds <c>.remotedeploy/</c>.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <param name="remarks">Lines for people after the summary.</param>
    /// <returns>The exit code that the report says.</returns>
    public async Task<int> RunAsync(string verb, Func<DeployEngine, CancellationToken, Task<RunReport>> ask, string workFolder, CancellationToken cancellation, IReadOnlyList<string>? remarks = null)
    {
        RunReport report;
        using (var screen = printing.OpenScreen(verb))
        {
            report = await ask(Engine(workFolder, screen), cancellation);
        }

        var exitCode = printing.Report(report, remarks ?? []);
        BuildServer.Tell(report, printing.Commands, here);
        return exitCode;
    }

    /// <summary>Gives the terminal to a job of a run until the person leaves it.</summary>
    /// <param name="request">Which.</param>
    /// <param name="workFolder">Folder that holds <c>.remotedeploy/</c>.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>0 when it was opened and left.</returns>
    public async Task<int> OpenTerminalAsync(TerminalRequest request, string workFolder, CancellationToken cancellation)
    {
        if (!here.InputIsTerminal || here.OutputTerminal is null)
        {
            return printing.Refuse("attach", [new Fault(FaultCatalog.BadUsage, "--terminal needs a terminal, and standard input or output is none") { Try = "Type the command into a terminal, or watch with: remotedeploy logs RUN -f" }]);
        }

        if (!(await Engine(workFolder, null).OpenTerminalAsync(request, cancellation)).TryGet(out var command, out var faults))
        {
            return printing.Refuse("attach", faults);
        }

        return await here.HandOver(StartOf(command)) switch
        {
            null => printing.Refuse("attach", [new Fault(FaultCatalog.NoSshClient, $"'{command.Program}' cannot be started")]),
            ConnectionLost => printing.Refuse("attach", [new Fault(FaultCatalog.ConnectionLost, "The connection of the terminal was lost") { Try = "Open it again: it is as it was left" }]),
            _ => ExitCodes.Success,
        };
    }

    private static ProcessStartInfo StartOf(TerminalCommand command)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments) { UseShellExecute = false, WorkingDirectory = command.WorkFolder ?? "" };
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private DeployEngine Engine(string workFolder, IRunObserver? observer) => new(new EngineOptions
    {
        WorkFolder = workFolder,
        ControlFolder = ControlFolder.Prepare(here.Variable("XDG_RUNTIME_DIR")),
        CacheFolder = CacheFolder.Of(here.Variable("XDG_CACHE_HOME"), here.Home),
        Observer = observer,
        Time = here.Time,
    });
}
