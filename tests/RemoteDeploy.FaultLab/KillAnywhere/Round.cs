using System.Diagnostics;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab.KillAnywhere;

/// <summary>One round in a lab of its own: start, strike at an instant, look, run again, look.</summary>
internal sealed class Round(RoundPlan plan, double undisturbed, string tool)
{
    private const double Cap = 150;

    // A lock of a holder that nobody hears of any more is broken after a minute.
    private const double LeaseBound = 75;
    private const double CleanBound = 60;
    private readonly List<string> problems = [];
    private readonly string what = $"{plan.Work.Name}/{plan.Strike.Name}";

    /// <summary>Runs it. What goes wrong with the lab itself is a problem of the round.</summary>
    public async Task<RoundVerdict> RunAsync()
    {
        var verdict = new RoundVerdict(plan.Number, what) { Undisturbed = undisturbed, Warm = plan.Warm, Instant = plan.Fraction * undisturbed };
        try
        {
            await using var scene = await plan.Work.SetAsync(tool);
            return await RunAsync(scene, verdict);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or TimeoutException or UnauthorizedAccessException)
        {
            return verdict with { Struck = true, Problems = [.. problems, $"the lab: {exception.GetType().Name}: {exception.Message} {exception.StackTrace?.Split('\n')[0].Trim()}"] };
        }
    }

    /// <summary>How long the same takes when nothing is killed.</summary>
    public static async Task<double> MeasureAsync(Work work, string tool)
    {
        await using var scene = await work.SetAsync(tool);
        await scene.Activity.SeedAsync(scene);
        using var run = scene.StartTool(scene.CommandLine);
        await run.EndAsync(Cap);
        return run.ExitCode == 0 ? run.Seconds : throw new InvalidOperationException($"Undisturbed, {work.Name} exits {run.ExitCode}: {run.Text}");
    }

    private async Task<RoundVerdict> RunAsync(Scene scene, RoundVerdict verdict)
    {
        var host = scene.Fleet.Hosts[plan.Host % scene.Fleet.Hosts.Count];
        await PrepareAsync(scene);
        await using var observer = new Observer(scene);
        scene.Run = scene.StartTool(scene.CommandLine);
        await Scene.UntilAsync(() => scene.Run.HasExited || scene.Run.Now >= verdict.Instant, Cap);
        var struck = !scene.Run.HasExited && await plan.Strike.InflictAsync(scene, host);
        verdict = verdict with { At = plan.Strike == Strike.Controller ? "controller" : host.Name, Instant = scene.Run.Now, Struck = struck };
        if (!struck)
        {
            var ended = scene.Run.HasExited;
            await scene.Run.EndAsync(Cap);
            return verdict with { EndedBefore = ended, Seconds = scene.Run.Seconds };
        }

        if (plan.Strike == Strike.Cable)
        {
            await Task.WhenAll(scene.Run.EndAsync(Cap), JoinLaterAsync(scene, host));
        }
        else
        {
            await scene.Run.EndAsync(Cap);
        }

        var since = Stopwatch.GetTimestamp();
        Judge(scene);
        var clean = plan.Patient ? await CleanAsync(scene, CleanBound) : null;
        var sequel = new Sequel(scene, plan.Strike == Strike.Controller, LeaseBound);
        await sequel.RunAsync();
        problems.AddRange(sequel.Problems);
        verdict = verdict with { Exit = scene.Run.ExitCode, Seconds = scene.Run.Seconds, Clean = clean, Repaired = Stopwatch.GetElapsedTime(since).TotalSeconds, Attached = sequel.Attached };
        await CleanAsync(scene, plan.Patient ? 5 : CleanBound);
        problems.AddRange(await observer.EndAsync());
        return verdict with { Problems = problems, Output = problems.Count == 0 ? null : $"{scene.Run.Text}\n--- then\n{sequel.Output}" };
    }

    private async Task PrepareAsync(Scene scene)
    {
        await scene.Activity.SeedAsync(scene);
        if (plan.Warm)
        {
            await scene.ToolAsync(["exec", .. scene.Where, "--", "true"]);
        }

        scene.Activity.Learn(scene);
        scene.Controller.Remember();
        foreach (var host in scene.Hosts)
        {
            host.Remember();
        }
    }

    private async Task JoinLaterAsync(Scene scene, ShapedHost host)
    {
        await Task.Delay(TimeSpan.FromSeconds(plan.Pause));
        await scene.Fleet.JoinCable(host);
    }

    // Whatever it says, each host is as before or as asked for, and what is said of a host is true.
    private void Judge(Scene scene)
    {
        if (scene.Run!.ExitCode is not { } exit)
        {
            problems.Add("it hung");
            return;
        }

        foreach (var host in scene.Fleet.Hosts)
        {
            var done = scene.Activity.IsDone(scene, host);
            if (!done && !scene.Activity.IsUntouched(scene, host))
            {
                problems.Add($"{host.Name} is neither as before nor as asked for");
            }

            if (!done && (exit == 0 || (scene.Run.Outcome(host.Name) is { } outcome && scene.Activity.Successes.Contains(outcome))))
            {
                problems.Add($"a silent success: exit {exit}, {host.Name} is said to be {scene.Run.Outcome(host.Name)}");
            }
        }

        if (exit == 0 && scene.Activity is CountedTesting testing)
        {
            problems.AddRange(testing.Miscounted(scene, scene.Run.Folder!));
        }

        if (plan.Strike != Strike.Controller && exit is not (0 or 2 or 8 or 20 or 21))
        {
            problems.Add($"exit {exit}");
        }
    }

    /// <summary>Seconds until nothing is left; jobs of a run that was killed are there for <c>attach</c>.</summary>
    private async Task<double?> CleanAsync(Scene scene, double bound)
    {
        var since = Stopwatch.GetTimestamp();
        List<string> Look() =>
        [
            .. scene.Hosts.SelectMany(host => host.Leftovers().Where(left => !left.EndsWith("/app/jobs", StringComparison.Ordinal) || bound < CleanBound).Select(left => $"{host.Host.Name}: {left}")),
            .. scene.Controller.Leftovers().Select(left => $"controller: {left}"),
        ];
        await Scene.UntilAsync(() => Look().Count == 0, bound);
        problems.AddRange(Look().Select(left => $"left behind for {bound} s: {left}"));
        return Stopwatch.GetElapsedTime(since).TotalSeconds;
    }
}
