using System.Diagnostics;

namespace RemoteDeploy.FaultLab.KillAnywhere;

/// <summary>What comes after a strike: a killed run of tests is attached to, then the same is asked of the tool again, and must succeed.</summary>
internal sealed class Sequel(Scene scene, bool killed, double leaseBound)
{
    // Before a run of tests had come to its suites, there is nothing to go on with; and hosts that were not ready have to be asked anew.
    private static readonly string[] Refusals = ["RD0024", "RD1027"];
    private readonly long since = Stopwatch.GetTimestamp();
    private readonly List<string> problems = [];

    public IReadOnlyList<string> Problems => problems;

    /// <summary>What the last run printed.</summary>
    public string Output { get; private set; } = "";

    /// <summary>Exit code of <c>attach</c>; null where it was not called.</summary>
    public int? Attached { get; private set; }

    /// <summary>Does it.</summary>
    public async Task RunAsync()
    {
        var testing = scene.Activity as CountedTesting;
        if (testing is not null && killed)
        {
            using var attach = await RunAsync(["attach", "last"]);
            Attached = attach.ExitCode;
            if (attach.ExitCode == 0 || attach.Text.Contains("The run is over", StringComparison.Ordinal))
            {
                problems.AddRange(testing.Miscounted(scene, scene.Run!.Folder!).Select(problem => $"attach: {problem}"));
            }

            if (attach.ExitCode == 0)
            {
                return;
            }

            if (!Refusals.Any(code => attach.Text.Contains(code, StringComparison.Ordinal)))
            {
                problems.Add($"attach exits {attach.ExitCode}: {Tail(attach)}");
            }
        }

        using var again = await RunAsync(scene.CommandLine);
        if (again.ExitCode != 0)
        {
            problems.Add($"the next run exits {again.ExitCode}: {Tail(again)}");
            return;
        }

        problems.AddRange(scene.Fleet.Hosts.Where(host => !scene.Activity.IsDone(scene, host)).Select(host => $"after the next run {host.Name} does not have what was asked for"));
        if (testing is not null)
        {
            problems.AddRange(testing.Miscounted(scene, again.Folder!).Select(problem => $"the next run: {problem}"));
        }
    }

    // The lock of a run whose end the host has not seen is in the way for a while.
    private async Task<ToolRun> RunAsync(IReadOnlyList<string> arguments)
    {
        while (true)
        {
            var run = scene.StartTool(arguments);
            await run.EndAsync(120);
            Output += $"{string.Join(' ', arguments)}\n{run.Text}\n";
            if (run.ExitCode == 0 || !run.Text.Contains("RD1013", StringComparison.Ordinal) || Stopwatch.GetElapsedTime(since).TotalSeconds > leaseBound)
            {
                return run;
            }

            run.Dispose();
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private static string Tail(ToolRun run) => string.Join(" / ", run.Text.Split('\n').TakeLast(4));
}
