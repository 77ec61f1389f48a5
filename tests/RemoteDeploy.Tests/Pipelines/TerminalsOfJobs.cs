using System.Diagnostics;
using System.Text;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Hosts;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Remoting;
using RemoteDeploy.Tests.Verbs;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>A person at a pseudo terminal, made by <c>script</c>, watches jobs on real sshd hosts and types.</summary>
public sealed class TerminalsOfJobs : IDisposable
{
    private const string Leave = "d";
    private readonly PayloadFolder payload = PayloadFolder.Plain();
    private readonly string programs = Directory.CreateTempSubdirectory("rd-programs-").FullName;

    public void Dispose()
    {
        payload.Dispose();
        Directory.Delete(programs, recursive: true);
    }

    [Fact]
    public async Task Show_output_take_commands_and_leave_the_job_alone()
    {
        Needs("tmux");
        await using var fleet = await Fleet.SshAsync(1);
        var run = await StartAsync(fleet);

        await WatchAsync(fleet, Tool("attach", "last", "--terminal"), "\u0002" + Leave);
        Assert.False(run.IsCompleted, "the job goes on");
        await WatchAsync(fleet, Tool("attach", "last", "--terminal", "--on", "h1"), "\u0002" + Leave);
        var report = await EndAsync(fleet, run);

        Assert.Equal($"{report.RunId}|h1|{report.Suite().Manifest}|app.dll\n", fleet.Ssh.Hosts[0].ReadAllText("~/typed"));
    }

    [Fact]
    public async Task Are_kept_by_screen_where_there_is_no_tmux()
    {
        Needs("screen");
        await ScriptShell.LinkBusyboxAsync(programs);
        File.CreateSymbolicLink(Path.Combine(programs, "screen"), Programs.Find("screen")!);
        await using var fleet = await Fleet.SshAsync(1, new SshFleetOptions { Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = programs } });
        var run = await StartAsync(fleet);

        var command = (await fleet.Engine.OpenTerminalAsync(new TerminalRequest("last"))).Value;
        await WatchAsync(fleet, command, "\u0001" + Leave, toShell: "\u0001n");
        var report = await EndAsync(fleet, run);

        Assert.Equal($"{report.RunId}|h1|{report.Suite().Manifest}|app.dll\n", fleet.Ssh.Hosts[0].ReadAllText("~/typed"));
    }

    [Fact]
    public async Task Are_a_fault_where_nothing_keeps_them_and_where_several_could_be_meant()
    {
        await ScriptShell.LinkBusyboxAsync(programs);
        await using var fleet = await Fleet.SshAsync(2, new SshFleetOptions { Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = programs } });
        var run = await StartAsync(fleet);

        var bare = await fleet.Engine.OpenTerminalAsync(new TerminalRequest("last", "h2"));
        var several = await fleet.Engine.OpenTerminalAsync(new TerminalRequest("last"));
        var nobody = await fleet.Engine.OpenTerminalAsync(new TerminalRequest("last", "h7"));
        await EndAsync(fleet, run);
        var over = await fleet.Engine.OpenTerminalAsync(new TerminalRequest("last", "h1"));

        Assert.Equal((FaultCatalog.ToolMissing, "h2"), (Assert.Single(bare.Faults).Code, bare.Faults[0].Host));
        Assert.Equal((FaultCatalog.BadUsage, "h1,h2"), (Assert.Single(several.Faults).Code, several.Faults[0].Found));
        Assert.Equal(FaultCatalog.UnknownHost, Assert.Single(nobody.Faults).Code);
        Assert.Equal(FaultCatalog.UnknownRun, Assert.Single(over.Faults).Code);
    }

    private static void Needs(string program)
    {
        Prerequisite.Posix();
        Prerequisite.Program("script");
        Prerequisite.Program(program);
    }

    private async Task<Task<RunReport>> StartAsync(Fleet fleet)
    {
        var script = "echo 'hello watcher'; echo x >~/count; until [ -e ~/go ]; do sleep 0.1; done";
        var run = fleet.RunAsync(payload.Path, new TestSuite { Name = "waits", Command = "/bin/sh", Arguments = ["-c", script] });
        await Eventually.IsTrueAsync(() => fleet.Hosts.Select((_, host) => host).All(host => File.Exists(fleet.Outside(host, "count"))), "the suite runs");

        // Others know of it once the start is noted.
        var journal = () => Directory.GetFiles(fleet.WorkFolder, "jobs.jsonl", SearchOption.AllDirectories).SelectMany(File.ReadAllLines);
        await Eventually.IsTrueAsync(() => journal().Count(line => line.Contains("\"Started\"", StringComparison.OrdinalIgnoreCase)) == fleet.Hosts.Count, "each start is noted");
        return run;
    }

    private static async Task<RunReport> EndAsync(Fleet fleet, Task<RunReport> run)
    {
        foreach (var host in fleet.Ssh.Hosts)
        {
            await File.WriteAllTextAsync(host.Outside("~/go"), "");
        }

        var report = await run;
        Assert.Equal([], report.AllFaults);
        await Eventually.IsTrueAsync(() => !fleet.Ssh.Hosts[0].Processes().Values.Any(line => line.Contains("./output", StringComparison.Ordinal) || line.Contains("tmux", StringComparison.Ordinal) || line.Contains("SCREEN", StringComparison.Ordinal)), "the session ends with the job's folder");
        Assert.False(Directory.Exists(fleet.App(0, "jobs")), "nothing is left of the job");
        return report;
    }

    private static TerminalCommand Tool(params string[] arguments) => new("dotnet", [Built.Tool, .. arguments]);

    // Types once the job's output is seen, and leaves once the command was obeyed.
    private static async Task WatchAsync(Fleet fleet, TerminalCommand command, string leave, string toShell = "")
    {
        File.Delete(fleet.Outside(0, "typed"));
        var line = string.Join(' ', command.Arguments.Prepend(command.Program).Select(RemoteDeploy.Remoting.ShellWord.Quote));
        var start = new ProcessStartInfo("script", ["-qefc", $"stty rows 40 cols 150; {line}", "/dev/null"]) { UseShellExecute = false, WorkingDirectory = fleet.WorkFolder, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["TERM"] = "xterm";
        start.Environment["XDG_RUNTIME_DIR"] = fleet.WorkFolder;
        using var terminal = Process.Start(start)!;
        var seen = new StringBuilder();
        var reading = ReadAsync(terminal.StandardOutput, seen);
        try
        {
            await Eventually.IsTrueAsync(() => Said(seen, "hello watcher"), "the output of the job");
            await terminal.StandardInput.WriteAsync($"{toShell}echo \"$REMOTEDEPLOY_RUN|$REMOTEDEPLOY_HOST|$REMOTEDEPLOY_MANIFEST|$(echo app.d*)\" >~/typed\r");
            await terminal.StandardInput.FlushAsync();
            await Eventually.IsTrueAsync(() => File.Exists(fleet.Outside(0, "typed")) && new FileInfo(fleet.Outside(0, "typed")).Length > 0, "the command was obeyed");
            await terminal.StandardInput.WriteAsync(leave);
            await terminal.StandardInput.FlushAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await terminal.WaitForExitAsync(patience.Token);
            Assert.Equal(0, terminal.ExitCode);
        }
        catch (Exception failure) when (failure is not Xunit.Sdk.SkipException)
        {
            terminal.Kill(entireProcessTree: true);
            throw new Xunit.Sdk.XunitException($"{failure.Message}\nOn the screen: {SafeText.Line(seen.ToString(), 3000)}", failure);
        }

        await reading;
    }

    private static bool Said(StringBuilder seen, string text)
    {
        lock (seen)
        {
            return seen.ToString().Contains(text, StringComparison.Ordinal);
        }
    }

    private static async Task ReadAsync(StreamReader reader, StringBuilder seen)
    {
        var buffer = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(buffer)) > 0)
        {
            lock (seen)
            {
                seen.Append(buffer, 0, read);
            }
        }
    }
}
