using System.Diagnostics;
using RemoteDeploy.FaultLab.Activities;
using RemoteDeploy.FaultLab.Observing;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab;

/// <summary>Runs one case with one verb: seed, bend, start the tool, inject, watch, judge, heal, run again.</summary>
internal sealed class Trial(FaultCase faultCase, Activities.Activity activity, string tool)
{
    private const double CleanWithin = 5;
    private const double CleanWithinOnceHealed = 75;

    public string Id => $"{faultCase.Id}/{activity.Name}";

    /// <summary>Runs it. What goes wrong with the lab itself is a problem of the case.</summary>
    public async Task<Verdict> RunAsync()
    {
        var verdict = new Verdict(Id, faultCase.Name) { Disagrees = faultCase.Disagrees };
        if (faultCase.Needs is { } program && Programs.Find(program) is null)
        {
            return verdict with { Skipped = $"needs the program '{program}'" };
        }

        try
        {
            await using var scene = await Scene.SetAsync(faultCase, activity, tool);
            return await JudgeAsync(scene, verdict);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or TimeoutException or UnauthorizedAccessException)
        {
            return verdict with { Problems = [$"the lab: {exception.GetType().Name}: {exception.Message} {exception.StackTrace?.Split('\n')[0].Trim()}"] };
        }
    }

    private async Task<Verdict> JudgeAsync(Scene scene, Verdict verdict)
    {
        await PrepareAsync(scene);
        var injected = await RunToolAsync(scene);
        var judge = new Judge(scene, faultCase.Expect, injected);
        judge.Compare();

        // Whoever is struck cleans up once the fault is over; where it stays, at once.
        var cleanable = scene.Hosts.Where(host => host.Host.Name != FaultCase.Victim || faultCase.Expect.CleansWhileStruck).ToList();
        var leftovers = await LeftAsync(scene, cleanable, faultCase.Expect.Killed ? CleanWithinOnceHealed : CleanWithin);
        var kept = scene.Controller.KeptConnections;
        judge.CompareLeftBehind();
        if (faultCase.Heal is { } heal)
        {
            await heal(scene);
            await RepairAsync(scene, judge);
            leftovers = [.. leftovers, .. leftovers.Count > 0 ? [] : await LeftAsync(scene, scene.Hosts, faultCase.Expect.CleansWhileStruck ? CleanWithin : CleanWithinOnceHealed)];
        }

        judge.Add(leftovers.Select(left => "left behind: " + left));
        return judge.Sum(verdict) with { Leftovers = leftovers, KeptConnections = kept };
    }

    private async Task PrepareAsync(Scene scene)
    {
        if (faultCase.BeforeSeed is { } early)
        {
            await early(scene);
        }

        await scene.Activity.SeedAsync(scene);
        if (faultCase.Prepare is { } prepare)
        {
            await prepare(scene);
        }

        scene.Activity.Learn(scene);
        scene.Controller.Remember();
        foreach (var host in scene.Hosts)
        {
            host.Remember();
        }

        if (faultCase is { When: null, Inject: { } inject })
        {
            await inject(scene);
        }
    }

    /// <summary>The second of the fault; null when there was no moment for it.</summary>
    private async Task<double?> RunToolAsync(Scene scene)
    {
        using var over = new CancellationTokenSource();
        scene.Run = scene.StartTool(scene.CommandLine);
        var watching = Task.Run(() => WatchAsync(scene, over.Token), CancellationToken.None);
        double? injected = 0;
        if (faultCase is { When: { } when, Inject: { } inject })
        {
            injected = null;
            if (await Scene.UntilAsync(() => scene.Run.HasExited || when(scene), faultCase.Cap) && !scene.Run.HasExited)
            {
                scene.InjectedAt = scene.Run.Now;
                injected = scene.InjectedAt;
                await inject(scene);
            }
        }

        await scene.Run.EndAsync(faultCase.Cap);
        await over.CancelAsync();
        await watching;
        scene.Hosts.ToList().ForEach(host => host.Sample());
        return injected;
    }

    private static async Task WatchAsync(Scene scene, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            foreach (var host in scene.Hosts)
            {
                host.Sample();
            }

            await Task.Delay(50, CancellationToken.None);
        }
    }

    private static async Task<IReadOnlyList<string>> LeftAsync(Scene scene, IReadOnlyList<HostWatch> hosts, double seconds)
    {
        List<string> Look() =>
        [
            .. hosts.SelectMany(host => host.Leftovers().Select(left => $"{host.Host.Name}: {left}")),
            .. scene.Controller.Leftovers().Select(left => $"controller: {left}"),
        ];
        await Scene.UntilAsync(() => Look().Count == 0, seconds);
        return Look();
    }

    // The lock of a run that lost its host frees itself within a minute: the host cannot know at once.
    private static async Task RepairAsync(Scene scene, Judge judge)
    {
        var healed = Stopwatch.GetTimestamp();
        while (true)
        {
            using var again = scene.StartTool(scene.CommandLine);
            await again.EndAsync(120);
            if (again.ExitCode == 0)
            {
                break;
            }

            if (!again.Text.Contains("RD1013", StringComparison.Ordinal) || Stopwatch.GetElapsedTime(healed).TotalSeconds > CleanWithinOnceHealed)
            {
                judge.Add([$"the next run exits {again.ExitCode}: {string.Join(" / ", again.Text.Split('\n').TakeLast(4))}"]);
                break;
            }

            await Task.Delay(TimeSpan.FromSeconds(2));
        }

        judge.Add(scene.Fleet.Hosts.Where(host => !scene.Activity.IsDone(scene, host)).Select(host => $"after the next run {host.Name} does not have what was asked for"));
    }
}
