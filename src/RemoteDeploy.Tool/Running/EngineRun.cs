using RemoteDeploy.Remoting.Ssh;
using RemoteDeploy.Tool.Requests;
using RemoteDeploy.Tool.Verbs;

namespace RemoteDeploy.Tool.Running;

/// <summary>Calls the engine, shows what happens, prints the report.</summary>
internal sealed class EngineRun(Printing printing, Surroundings here)
{
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
    public async Task<int> RunAsync(string verb, Func<DeployEngine, CancellationToken, Task<Reporting.RunReport>> ask, string workFolder, CancellationToken cancellation, IReadOnlyList<string>? remarks = null)
    {
        Reporting.RunReport report;
        using (var screen = printing.OpenScreen(verb))
        {
            var engine = new DeployEngine(new EngineOptions
            {
                WorkFolder = workFolder,
                ControlFolder = ControlFolder.Prepare(here.Variable("XDG_RUNTIME_DIR")),
                CacheFolder = CacheFolder.Of(here.Variable("XDG_CACHE_HOME"), here.Home),
                Observer = screen,
                Time = here.Time,
            });
            report = await ask(engine, cancellation);
        }

        var exitCode = printing.Report(report, remarks ?? []);
        BuildServer.Tell(report, printing.Commands, here);
        return exitCode;
    }
}
