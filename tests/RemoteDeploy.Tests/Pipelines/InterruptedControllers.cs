using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RemoteDeploy.Planning;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Hosts;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>
/// What a terminal, a supervisor or <c>timeout</c> sends reaches the tool and all that it has started, ssh clients too. They get it first
/// here: the tool is stopped meanwhile.
/// </summary>
public sealed class InterruptedControllers(SshHosts hosts) : IClassFixture<SshHosts>, IDisposable
{
    private readonly string work = Directory.CreateTempSubdirectory("rd-interrupted-").FullName;

    public void Dispose() => BusyFolder.Remove(work);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Cancel_suites_over_the_connections_that_they_have(string signal)
    {
        Prerequisite.Program("setsid");
        var fleet = await hosts.StartAsync(1);
        using var payload = PayloadFolder.Plain();
        await File.WriteAllTextAsync(Path.Combine(work, "remotedeploy.yml"), $$$"""
            suites: {smoke: {command: /bin/sh, arguments: [-c, "echo $$ >~/smoke.new; mv ~/smoke.new ~/smoke-{{{signal}}}.pid; exec sleep 600"]}}
            """);
        var host = fleet.Ssh.Hosts[0];

        var document = await InterruptAsync(
            signal,
            () => File.Exists(InFolder($"smoke-{signal}.pid")) && host.Exists($"~/smoke-{signal}.pid"),
            ["run", payload.Path, "--on", "h1,local:a", "-F", fleet.Ssh.ConfigFile, "--app", "interrupted", "--json"]);

        Assert.Equal(["cancelled", "cancelled"], document.GetProperty("hosts").EnumerateArray().Select(told => told.GetProperty("outcome").GetString()));
        Assert.Equal(130, document.GetProperty("exitCode").GetInt32());
        await AreGoneAsync(File.ReadAllText(InFolder($"smoke-{signal}.pid")), host.ReadAllText($"~/smoke-{signal}.pid"));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Cancel_commands_over_the_connections_that_they_have(string signal)
    {
        Prerequisite.Program("setsid");
        var fleet = await hosts.StartAsync(1);
        var host = fleet.Ssh.Hosts[0];

        var document = await InterruptAsync(
            signal,
            () => File.Exists(InFolder($"command-{signal}.pid")) && host.Exists($"~/command-{signal}.pid"),
            ["exec", "--on", "h1,local:a", "-F", fleet.Ssh.ConfigFile, "--json", "--", "sh", "-c", $"echo $$ >~/command.new; mv ~/command.new ~/command-{signal}.pid; exec sleep 600"]);

        Assert.Equal(["cancelled", "cancelled"], document.GetProperty("hosts").EnumerateArray().Select(told => told.GetProperty("outcome").GetString()));
        await AreGoneAsync(File.ReadAllText(InFolder($"command-{signal}.pid")), host.ReadAllText($"~/command-{signal}.pid"));
    }

    [Fact]
    public async Task Begin_anew_with_a_client_that_the_signal_reached_as_it_was_born()
    {
        var fleet = await hosts.StartAsync(1);
        var ssh = Path.Combine(work, "ssh");
        Programs.WriteScript(ssh, $"""
            if [ "$1" = -G ]; then mark='{work}/asked'; else mark='{work}/begun'; fi
            if ! [ -e "$mark" ]; then : >"$mark"; kill -INT $$; fi
            exec ssh "$@"
            """);

        var report = await fleet.EngineWith(options => options with { SshProgram = ssh }).DoctorAsync(fleet.Request(new FleetRequest { Hosts = [] }));

        Assert.Equal([], report.AllFaults);
        Assert.True(File.Exists(Path.Combine(work, "asked")) && File.Exists(Path.Combine(work, "begun")), "both clients were interrupted");
    }

    /// <summary>Runs the tool as leader of a group; once it is at work, stops it, sends the signal to the group, and lets it go on.</summary>
    private async Task<JsonElement> InterruptAsync(string signal, Func<bool> isAtWork, string[] arguments)
    {
        var start = new ProcessStartInfo("setsid", ["dotnet", Built.Tool, .. arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = work,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["XDG_RUNTIME_DIR"] = work;
        using var tool = Process.Start(start)!;
        var output = tool.StandardOutput.ReadToEndAsync();
        await Eventually.IsTrueAsync(() => tool.HasExited || isAtWork(), "the hosts are at work");
        Assert.False(tool.HasExited, "the tool has ended before it was interrupted");
        var group = tool.Id.ToString(CultureInfo.InvariantCulture);
        await Programs.MustRunAsync("kill", "-STOP", group);
        await Programs.MustRunAsync("kill", $"-{signal}", "--", $"-{group}");

        // Whoever dies of it has died before the tool hears of it.
        await Eventually.IsTrueAsync(() => OthersOfGroup(tool.Id).Count == 0, () => $"nobody else of the tool's group is alive: {string.Join(" | ", OthersOfGroup(tool.Id))}");
        await Programs.MustRunAsync("kill", "-CONT", group);
        await tool.WaitForExitAsync();
        Assert.Equal(130, tool.ExitCode);
        return JsonDocument.Parse(await output).RootElement;
    }

    private static List<string> OthersOfGroup(int leader)
    {
        var found = new List<string>();
        foreach (var process in Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                // pid (name) state parent group
                var told = File.ReadAllText(Path.Combine(process, "stat"));
                var fields = told[(told.LastIndexOf(')') + 2)..].Split(' ');
                if (fields[0] != "Z" && fields[2] == leader.ToString(CultureInfo.InvariantCulture) && Path.GetFileName(process) != fields[2])
                {
                    found.Add(told);
                }
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }

        return found;
    }

    private static async Task AreGoneAsync(params string[] processes)
    {
        foreach (var process in processes)
        {
            var folder = $"/proc/{process.Trim()}";
            await Eventually.IsTrueAsync(() => !Directory.Exists(folder), () => $"{folder} has ended: {File.ReadAllText(folder + "/cmdline")} {File.ReadAllText(folder + "/stat")}");
        }
    }

    private string InFolder(string name) => Path.Combine(work, ".remotedeploy", "hosts", "a", name);
}
