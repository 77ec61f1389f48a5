using System.Globalization;
using RemoteDeploy.FaultLab.Activities;
using RemoteDeploy.FaultLab.Observing;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Lab;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.FaultLab;

/// <summary>All that one case works with: a lab of its own, payloads, folders of this machine for the tool, the tool's run.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private readonly DirectoryInfo work;
    private readonly string tool;
    private readonly Dictionary<string, long> moved = new(StringComparer.Ordinal);

    private Scene(FaultCase faultCase, Activity activity, ShapedFleet fleet, string tool)
    {
        Case = faultCase;
        Activity = activity;
        Fleet = fleet;
        this.tool = tool;
        work = Directory.CreateTempSubdirectory("s");
        foreach (var name in (string[])["run", "cache", "tmp", "home", "project"])
        {
            Directory.CreateDirectory(In(name));
        }

        Names = fleet.Names;
        Old = Payload("1");
        New = Payload("2").File("big", Noise.Of(fleet.RateBits is null ? 300_000 : 6_000_000));
        (Controller, Hosts) = (new ControllerWatch(this), [.. fleet.Hosts.Select(host => new HostWatch(this, host))]);
    }

    public FaultCase Case { get; }

    public Activity Activity { get; }

    public ShapedFleet Fleet { get; }

    /// <summary>What hosts have before.</summary>
    public PayloadFolder Old { get; }

    /// <summary>What hosts are to get.</summary>
    public PayloadFolder New { get; }

    /// <summary>Folder on the hosts that holds applications.</summary>
    public string Base { get; set; } = "~/.remotedeploy";

    /// <summary>What the hosts are told to do by <c>exec</c>, for a shell.</summary>
    public string Command { get; set; } = "echo done >>/srv/mark";

    /// <summary>The selector that the tool is given.</summary>
    public string Names { get; set; }

    /// <summary>A command of the shell that sets up the tool's own mount namespace; null for none.</summary>
    public string? Surroundings { get; set; }

    /// <summary>Further variables of the tool.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>Something between cases' steps.</summary>
    public Dictionary<string, object> Notes { get; } = new(StringComparer.Ordinal);

    /// <summary>Names of the hosts that are judged; null for all.</summary>
    public IReadOnlyList<string>? Judged { get; set; }

    /// <summary>Replaces what the tool is called with; null for what its activity says.</summary>
    public IReadOnlyList<string>? Arguments { get; set; }

    /// <summary>What the tool is called with.</summary>
    public IReadOnlyList<string> CommandLine => Arguments ?? [.. Activity.Arguments(this), .. Activity is Executing ? [] : Case.Options];

    /// <summary>The run that is judged; null before it starts.</summary>
    public ToolRun? Run { get; set; }

    /// <summary>The second of the run at which the fault was injected.</summary>
    public double InjectedAt { get; set; }

    public ControllerWatch Controller { get; }

    public IReadOnlyList<HostWatch> Hosts { get; }

    public ShapedHost Victim => Fleet[FaultCase.Victim];

    public string Project => In("project");

    /// <summary>Starts a lab for a case.</summary>
    public static async Task<Scene> SetAsync(FaultCase faultCase, Activity activity, string tool) =>
        new(faultCase, activity, await ShapedFleet.StartAsync(faultCase.Hosts, faultCase.Rate), tool);

    /// <summary>A path of this scene on this machine.</summary>
    public string In(string name) => Path.Combine(work.FullName, name);

    /// <summary>Runs a script on a host, from outside of its ssh; it has to succeed. Its home is the host's.</summary>
    public static async Task OnAsync(ShapedHost host, string script)
    {
        var result = await host.RunInsideAsync("env", $"HOME={host.Home}", "/bin/sh", "-ec", script);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"On {host.Name}, '{script}' exits {result.ExitCode}: {result.Output}{result.Error}");
        }
    }

    /// <inheritdoc cref="OnAsync"/>
    public Task OnVictimAsync(string script) => OnAsync(Victim, script);

    /// <inheritdoc cref="OnAsync"/>
    public Task OnAllAsync(string script) => Task.WhenAll(Fleet.Hosts.Select(host => OnAsync(host, script)));

    /// <summary>Lines that sshd of a host reads first, so that they win.</summary>
    public static Task SshdAsync(ShapedHost host, params string[] lines) => OnAsync(
        host,
        $"printf '%s\\n' {string.Join(' ', lines.Select(line => $"'{line}'"))} >/run/sshd_new; cat /run/host/sshd_config >>/run/sshd_new; cat /run/sshd_new >/run/host/sshd_config; rm /run/sshd_new; kill -HUP 1; "
        + "rounds=0; sleep 0.1; until grep -qs ssh /proc/1/comm && ss -Hltn | grep -q :22 || [ $rounds -gt 50 ]; do rounds=$((rounds + 1)); sleep 0.05; done");

    /// <summary>A command line of the tool in the controller's network.</summary>
    public ToolRun StartTool(params IReadOnlyList<string> arguments)
    {
        foreach (var host in Fleet.Hosts)
        {
            moved[host.Name] = BytesMoved(host);
        }

        // A laboratory that runs in the background of a shell ignores Ctrl+C, and so would the tool.
        string[] wrapped = Surroundings is null ? [] : [Programs.Find("unshare")!, "--mount", "/bin/sh", "-ec", Surroundings + "\nexec \"$@\"", "sh"];
        return ToolRun.Start(
            [.. Fleet.ControllerPrefix, "env", "--default-signal=INT", .. wrapped, .. Activity.Program(this) ?? [Programs.Find("dotnet")!, tool, .. arguments]],
            Project,
            new Dictionary<string, string>(Environment, StringComparer.Ordinal)
            {
                ["XDG_RUNTIME_DIR"] = In("run"),
                ["XDG_CACHE_HOME"] = In("cache"),
                ["TMPDIR"] = In("tmp"),
                ["HOME"] = In("home"),
                ["NO_COLOR"] = "1",
            });
    }

    /// <summary>A command line of the tool that has to succeed: what comes before the case.</summary>
    public async Task ToolAsync(params IReadOnlyList<string> arguments)
    {
        using var run = StartTool(arguments);
        await run.EndAsync(120);
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException($"Before the fault, '{string.Join(' ', arguments)}' exits {run.ExitCode}: {run.Text}");
        }
    }

    /// <summary>The options that tell the tool where the hosts are.</summary>
    public IReadOnlyList<string> Where => ["--on", Names, "-F", Fleet.ConfigFile];

    /// <summary>Ends the connections that runs keep for later ones.</summary>
    public async Task DisconnectAsync()
    {
        foreach (var socket in Directory.EnumerateFiles(In("run"), "*", SearchOption.AllDirectories))
        {
            await Programs.RunAsync("ssh", "-S", socket, "-O", "exit", "any");
        }
    }

    /// <summary>Bytes that went over a host's cable, either way, since the tool was started last.</summary>
    public long Moved(string host) => BytesMoved(Fleet[host]) - moved[host];

    /// <summary>Processes of sessions of a host's sshd, by this machine's numbers.</summary>
    public static IReadOnlyList<int> Sessions(ShapedHost host) => Processes.SharingNamespace("pid", host.ProcessId)
        .Where(process => process.Id != host.ProcessId && process.Command.StartsWith("sshd:", StringComparison.Ordinal))
        .Select(process => process.Id)
        .ToList();

    /// <summary>Sends a signal to processes by their numbers.</summary>
    public static async Task SignalAsync(string signal, IEnumerable<int> processes)
    {
        foreach (var process in processes)
        {
            await Programs.RunAsync("kill", "-" + signal, process.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Waits for something that another process brings about; false when it has not come after some seconds.</summary>
    public static async Task<bool> UntilAsync(Func<bool> condition, double seconds)
    {
        var end = DateTime.UtcNow.AddSeconds(seconds);
        while (!condition())
        {
            if (DateTime.UtcNow > end)
            {
                return false;
            }

            await Task.Delay(20);
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        Run?.Dispose();
        await DisconnectAsync();
        await Fleet.DisposeAsync();
        Old.Dispose();
        New.Dispose();

        // Names that .NET cannot spell, folders that nobody may write.
        await Programs.RunAsync("rm", "-rf", work.FullName);
    }

    private PayloadFolder Payload(string version) => PayloadFolder.Plain()
        .File("version", version)
        .File("suite.sh", "#!/bin/sh\n" + Suites.Good, "0755");

    private static long BytesMoved(ShapedHost host)
    {
        // Bytes received are the first of sixteen figures, bytes sent the ninth.
        var line = File.ReadLines($"/proc/{host.ProcessId}/net/dev").First(line => line.TrimStart().StartsWith("eth0:", StringComparison.Ordinal));
        var figures = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return long.Parse(figures[0], CultureInfo.InvariantCulture) + long.Parse(figures[8], CultureInfo.InvariantCulture);
    }
}
