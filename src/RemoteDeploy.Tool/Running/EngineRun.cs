using RemoteDeploy.Remoting.Ssh;
using RemoteDeploy.Tool.Requests;
using RemoteDeploy.Tool.Verbs;

namespace RemoteDeploy.Tool.Running;

/// <summary>Calls the engine, shows what happens, prints the report.</summary>
internal sealed class EngineRun(Printing printing, Surroundings here)
{
    /// <summary>Runs one verb.</summary>
    /// <returns>The exit code that the report says.</returns>
    public async Task<int> RunAsync(string verb, FleetCall call, Fleet fleet, CancellationToken cancellation)
    {
        Reporting.RunReport report;
        using (var screen = printing.OpenScreen(verb))
        {
            var engine = new DeployEngine(new EngineOptions
            {
                WorkFolder = fleet.WorkFolder,
                ControlFolder = ControlFolder.Prepare(here.Variable("XDG_RUNTIME_DIR")),
                CacheFolder = CacheFolder.Of(here.Variable("XDG_CACHE_HOME"), here.Home),
                Observer = screen,
                Time = here.Time,
            });
            report = await call.Ask(engine, cancellation);
        }

        var exitCode = printing.Report(report, call.Remarks);
        BuildServer.Tell(report, printing.Commands, here);
        return exitCode;
    }
}
