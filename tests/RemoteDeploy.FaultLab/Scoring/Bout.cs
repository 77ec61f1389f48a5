using System.Text.RegularExpressions;
using RemoteDeploy.FaultLab.Observing;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab.Scoring;

/// <summary>One peer under one fault, in a lab of its own, judged from outside and by what it prints.</summary>
/// <param name="peer">The peer.</param>
/// <param name="fault">The fault.</param>
/// <param name="usual">Seconds until a host has the file when nothing is wrong; null while that is found out.</param>
/// <param name="tool">Our tool.</param>
internal sealed partial class Bout(Peer peer, ScoredFault fault, double? usual, string tool)
{
    /// <summary>Where the exit code of a second run is noted, and the file that it copied.</summary>
    public const string OtherExit = "the other run";

    private const double Cap = 60;
    private const double CleanWithin = 5;

    // Labs share a machine: less than this is no delay.
    private const double Unnoticed = 3;

    /// <summary>Seconds until the last host had the file.</summary>
    public double Served { get; private set; }

    /// <summary>Runs it.</summary>
    public async Task<Score> RunAsync()
    {
        var score = new Score(peer.Name, $"{fault.Id} {fault.Name}");
        if (!peer.CanRun)
        {
            return score with { NotTried = $"{peer.Program} is not installed" };
        }

        var activity = peer.Begin(peer);
        var faultCase = activity.IsDeploy && fault.ForDeploy is { } own ? own : fault.Case;
        if (faultCase.Needs is { } program && Programs.Find(program) is null)
        {
            return score with { NotTried = $"{program} is not installed" };
        }

        try
        {
            // One rate for all, so that one can tell who is late.
            await using var scene = await Scene.SetAsync(faultCase with { Rate = faultCase.Rate is null ? null : ScoredFaults.Rate }, activity, tool);
            return await RunAsync(scene, score);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or TimeoutException or UnauthorizedAccessException)
        {
            return score with { NotTried = $"the lab: {exception.GetType().Name}: {exception.Message}" };
        }
    }

    private async Task<Score> RunAsync(Scene scene, Score score)
    {
        await PrepareAsync(scene);
        using var over = new CancellationTokenSource();
        var serving = new Serving(scene);
        var run = scene.Run = scene.StartTool(scene.CommandLine);
        var watching = Task.Run(() => serving.WatchAsync(run, over.Token), CancellationToken.None);
        var injecting = InjectAsync(scene);
        await run.EndAsync(Cap);

        // At its end, not later: another run may come after it by right.
        var done = scene.Fleet.Hosts.Where(host => scene.Activity.IsDone(scene, host)).Select(host => host.Name).ToHashSet(StringComparer.Ordinal);
        await over.CancelAsync();
        await watching;
        if (!await injecting)
        {
            return score with { NotTried = "the run had ended before the moment of the fault", Exit = run.ExitCode, Output = run.Text };
        }

        Served = serving.At.Count == scene.Fleet.Hosts.Count ? serving.At.Values.Max() : Cap;
        score = Judge(scene, serving, done, score);
        return score with { Left = await LeftAsync(scene), Kept = scene.Controller.KeptConnections, Output = run.Text };
    }

    private static async Task PrepareAsync(Scene scene)
    {
        await (scene.Case.BeforeSeed?.Invoke(scene) ?? Task.CompletedTask);
        await scene.Activity.SeedAsync(scene);
        await (scene.Case.Prepare?.Invoke(scene) ?? Task.CompletedTask);
        scene.Activity.Learn(scene);
        if (scene.Case is { When: null, Inject: { } inject })
        {
            await inject(scene);
        }

        scene.Controller.Remember();
        foreach (var host in scene.Hosts)
        {
            host.Remember();
        }
    }

    private static async Task<bool> InjectAsync(Scene scene)
    {
        if (scene.Case is not { When: { } when, Inject: { } inject })
        {
            return true;
        }

        if (!await Scene.UntilAsync(() => scene.Run!.HasExited || when(scene), Cap) || scene.Run!.HasExited)
        {
            return false;
        }

        scene.InjectedAt = scene.Run.Now;
        await inject(scene);
        return true;
    }

    private Score Judge(Scene scene, Serving serving, HashSet<string> done, Score score)
    {
        var (run, activity) = (scene.Run!, (ScoredActivity)scene.Activity);
        var all = done.Count == scene.Fleet.Hosts.Count;
        var lost = scene.Fleet.Hosts.Where(host => !done.Contains(host.Name) && !activity.IsUntouched(scene, host) && !fault.Damages && !fault.IsRace).ToList();
        var success = run.ExitCode == 0;
        var silent = fault.IsRace ? IsRaceLost(scene, success, all) : success && !all;
        var falseAlarm = !success && run.ExitCode is not null && all && !fault.IsRace;

        // Ours also names hosts when all is well.
        var named = peer.IsOurs
            ? Earliest(run.Said(scene.InjectedAt, FaultCase.Victim + ": ", "(RD"), run.Said(scene.InjectedAt, FaultCase.Victim + ": ", "error RD"))
            : Earliest(run.Said(scene.InjectedAt, FaultCase.Victim), run.Said(scene.InjectedAt, scene.Victim.Address));
        var notice = named - scene.InjectedAt;
        return score with
        {
            Exit = run.ExitCode,
            Seconds = run.Seconds,
            Hung = run.ExitCode is null,
            SilentSuccess = silent,
            FalseAlarm = falseAlarm,
            Starved = fault.IsOurOwn || activity.HoldsBack ? 0 : scene.Fleet.Hosts.Count(host => host != scene.Victim && IsStarved(serving, host)),
            BytesLost = lost.Count * new FileInfo(Path.Combine(scene.Old.Path, "big")).Length,
            Torn = fault.Damages || fault.IsRace ? 0 : scene.Hosts.Sum(host => host.Torn.Count),
            NoticeOf = fault.Notice?.Kind,
            Notice = notice,
            TooLate = fault.Notice is { } bound && !(notice <= bound.Bound + Slack.Seconds),
            BlameRight = fault.Causes is not { } causes || (success && all) ? null : Blames(scene, causes),
            EscapesPassed = Raw().IsMatch(run.Text),
        };
    }

    // Whoever said that all is well must have been right at the end, and hosts can have one file only.
    private static bool IsRaceLost(Scene scene, bool success, bool all)
    {
        var (other, file) = ((int?, string))scene.Notes[OtherExit];
        var wanted = Contents.Digest(file);
        var others = scene.Fleet.Hosts.All(host => string.Equals(Contents.Digest(((ScoredActivity)scene.Activity).FileOn(scene, host)), wanted, StringComparison.Ordinal));
        return (success && !all) || (other == 0 && !others);
    }

    private bool IsStarved(Serving serving, ShapedHost host) =>
        !serving.At.TryGetValue(host.Name, out var at) || (usual is { } seconds && at > (seconds * 1.1) + Unnoticed);

    // The cause stands in the line with the victim's name, or in one of the next.
    private bool Blames(Scene scene, string causes)
    {
        var lines = scene.Run!.Text.Split('\n');
        bool IsAbout(string line) => fault.IsOurOwn || line.Contains(FaultCase.Victim, StringComparison.Ordinal) || line.Contains(scene.Victim.Address, StringComparison.Ordinal);
        return Enumerable.Range(0, lines.Length)
            .Where(at => IsAbout(lines[at]))
            .Any(at => lines.Skip(at).Take(7).Any(line => Regex.IsMatch(line, causes, RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1))));
    }

    // A host that is still out of reach cannot know that the run is over.
    private static async Task<IReadOnlyList<string>> LeftAsync(Scene scene)
    {
        List<string> Look() =>
        [
            .. scene.Hosts.Where(host => host.Host != scene.Victim || scene.Case.Expect.CleansWhileStruck).SelectMany(host => host.Leftovers().Select(left => $"{host.Host.Name}: {left}")),
            .. scene.Controller.Leftovers().Select(left => $"controller: {left}"),
        ];
        await Scene.UntilAsync(() => Look().Count == 0, CleanWithin);
        return Look();
    }

    private static double? Earliest(double? first, double? second) => first is null || second < first ? second : first;

    // An escape character anywhere, or a command where a build server takes it for one.
    [GeneratedRegex("\u001b|^\\s*::error|##vso\\[", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Raw();
}
