using System.Globalization;
using RemoteDeploy.FaultLab.Cases;

namespace RemoteDeploy.FaultLab.Scoring;

/// <summary>The faults of the scorecard.</summary>
internal static class ScoredFaults
{
    /// <summary>Of every cable, where there has to be a moment in the copy.</summary>
    public const string Rate = "20mbit";

    private const string Unreachable = "unreachable|lost|refused|no route|timed out|time-?out|closed|reset|broken|not respond|killed|exited";

    /// <summary>Nothing is wrong.</summary>
    public static ScoredFault None { get; } = new(new FaultCase("0", "nothing is wrong") { Rate = Rate, Expect = Expectation.Unharmed }, "nothing");

    public static IReadOnlyList<ScoredFault> All { get; } =
    [
        None,
        Of("1", "refused") with { Causes = "refused", Notice = ("refused", 1) },
        Of("2", "packets vanish") with { Causes = "timed out|time-?out|no answer|unreachable", Notice = ("hole", 10) },
        Of("2b", "no cable") with { Causes = "no route|timed out|time-?out|unreachable" },
        Of("3", "key not accepted") with { Causes = "denied|publickey|authenticat|key" },
        Of("5", "host key changed") with { Causes = "host key|identification" },
        Of("8", "session killed") with { Causes = Unreachable },
        Of("9", "cable cut") with { Causes = Unreachable, Notice = ("cut", 20) },
        Of("10", "cable cut for 8 s") with { Causes = Unreachable },
        Of("11", "sessions stand still") with { Causes = Unreachable + "|stall|silen|moved", Notice = ("stall", 20) },
        Of("14", "connection reset") with { Causes = Unreachable, },
        Of("15b", "disk fills up") with { Causes = "space|full", ForDeploy = Named("15a") },
        Of("26", "no login shell") with { Causes = "shell|nologin|account|not available" },
        Of("27", "start-up files print") with { Causes = "shell|noise|print|output|Welcome" },
        Of("36", "source changes") with { Causes = "chang|modified|vanished", IsOurOwn = true },
        new(Busy(), "executable in use") { Causes = "busy" },
        new(Flipped("/srv/put/payload", copy: true), "bit flipped later, run again") { Damages = true, Causes = "differ", ForDeploy = Flipped("~/.remotedeploy/app/current", copy: false) },
        new(Twice(), "two runs at once") { Causes = "lock|another|other run", IsOurOwn = true, IsRace = true },
        new(Commands(), "host prints commands") { Causes = "." },
    ];

    private static ScoredFault Of(string id, string name) => new(Named(id), name);

    private static FaultCase Named(string id) => FaultTable.All.First(fault => fault.Id == id && (fault.Verbs.Contains("put") || fault.Verbs.Contains("deploy"))) with { Options = [] };

    private static FaultCase Busy() => new("38", "a program of the old release runs")
    {
        BeforeSeed = scene =>
        {
            scene.Old.File("big", File.ReadAllBytes("/bin/sleep"), "0755");
            scene.New.File("big", [.. File.ReadAllBytes("/bin/sleep"), 0], "0755");
            return Task.CompletedTask;
        },
        Prepare = scene => scene.OnVictimAsync($"{scene.Activity.FinalFolder(scene)}/big 600 >/dev/null 2>&1 &"),
        Expect = Expectation.Unharmed,
    };

    // The bits that flip are of the file that is copied, and the copy is made again.
    private static FaultCase Flipped(string folder, bool copy) => new("34", "a bit flipped after a copy; the same copy again")
    {
        Prepare = async scene =>
        {
            if (copy)
            {
                await Task.WhenAll(scene.Fleet.Hosts.Select(host => TestSupport.Programs.MustRunAsync("cp", "-a", Path.Combine(scene.New.Path, "big"), host.Outside(folder + "/big"))));
            }
            else
            {
                await scene.ToolAsync(scene.Activity.Arguments(scene));
                await scene.DisconnectAsync();
            }

            await scene.OnVictimAsync($"cd {folder}; touch -r big /run/time; printf X | dd of=big bs=1 seek=1000 conv=notrunc 2>/dev/null; touch -r /run/time big");
        },
        Expect = Expectation.Unharmed,
    };

    private static FaultCase Twice() => new("39", "another run copies another file to the same hosts")
    {
        Rate = Rate,
        When = Moments.MidCopy,
        Inject = async scene =>
        {
            var file = await ScoredActivity.TakeAnotherAsync(scene);
            using var other = scene.StartTool(scene.Activity.Arguments(scene));
            await other.EndAsync(50);
            scene.Notes[Bout.OtherExit] = (other.ExitCode, file);
        },
        Expect = Expectation.Unharmed,
    };

    // To a place that is not there, so that what the host says is handed on.
    private static FaultCase Commands() => new("62", "a host prints commands for build servers and terminals")
    {
        Inject = scene => Bend.BashrcAsync(scene, string.Create(CultureInfo.InvariantCulture, $"printf '%b' '\\033]0;{FaultCase.Victim}\\007\\n::error::x\\n##vso[task.complete result=Failed;]\\n' >&2")),
        Expect = Expectation.Unharmed,
    };
}
