using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab.KillAnywhere;

/// <summary>Something that is killed.</summary>
/// <param name="Name">What is printed.</param>
/// <param name="InflictAsync">Does it. False when there was nothing to kill at that instant.</param>
internal sealed record Strike(string Name, Func<Scene, ShapedHost, Task<bool>> InflictAsync)
{
    // Those that have not noted their end yet.
    private const string KillSupervisors = """
        struck=1
        for state in ~/.remotedeploy/app/jobs/*/*/state; do
          if [ -f "$state" ] && [ ! -e "${state%state}end" ] && IFS='|' read -r pid _ <"$state" && kill -9 "$pid" 2>/dev/null; then struck=0; fi
        done
        exit $struck
        """;

    /// <summary>The tool's own process.</summary>
    public static Strike Controller { get; } = new("controller", async (scene, _) =>
    {
        await scene.Run!.SignalAsync("KILL");
        return true;
    });

    /// <summary>All sessions of a host's sshd.</summary>
    public static Strike Sessions { get; } = new("sessions", async (_, host) =>
    {
        var sessions = Scene.Sessions(host);
        await Scene.SignalAsync("KILL", sessions);
        return sessions.Count > 0;
    });

    /// <summary>The supervisors of jobs on a host, as soon as there are any; what they supervise lives on.</summary>
    public static Strike Supervisor { get; } = new("supervisor", async (scene, host) =>
    {
        while (!scene.Run!.HasExited)
        {
            if ((await host.RunInsideAsync("/bin/sh", "-c", KillSupervisors)).ExitCode == 0)
            {
                return true;
            }
        }

        return false;
    });

    /// <summary>The cable of a host; the round joins it again.</summary>
    public static Strike Cable { get; } = new("cable", async (scene, host) =>
    {
        await scene.Fleet.CutCable(host);
        return true;
    });
}
