using System.Diagnostics;
using RemoteDeploy.TestSupport.Hosts;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>The tool, a process of its own, is killed with SIGKILL in the middle of a deploy.</summary>
public sealed class KilledControllers(SshHosts hosts, KilledControllers.TempOfHosts temp) : IClassFixture<SshHosts>, IClassFixture<KilledControllers.TempOfHosts>, IDisposable
{
    private readonly string work = Directory.CreateTempSubdirectory("rd-killed-").FullName;

    public void Dispose() => Directory.Delete(work, recursive: true);

    [Theory]
    [InlineData("lock", "off")]
    [InlineData("copy", "off")]
    [InlineData("copy", "chain")]
    [InlineData("verify", "off")]
    [InlineData("verify", "chain")]
    [InlineData("activate", "off")]
    public async Task Leave_each_host_with_one_whole_release_and_in_the_way_of_nobody(string phase, string relay)
    {
        var fleet = await hosts.StartAsync(2, new SshFleetOptions { Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["TMPDIR"] = temp.Folder } });
        var app = new Application(fleet);
        using var old = PayloadFolder.Plain().File("version", "1");
        using var payload = PayloadFolder.Plain().File("version", "2").File("big", Noise.Of(24 << 20));
        await app.MustDeployAsync(old);

        var events = await KillWhenAsync(fleet, app, payload, relay, relay == "off" || phase != "copy" ? $"\"phase\":\"{phase}\"" : "host to host");

        for (var host = 0; host < 2; host++)
        {
            await app.IsCleanAsync(host);
            var machine = fleet.Ssh.Hosts[host];
            await Eventually.IsTrueAsync(() => machine.Processes().Count == 0, () => $"no process of the run is left on {machine.Name}: {string.Join(" | ", machine.Processes().Values)}");
            var mayBeNew = events.Contains("\"phase\":\"activate\"", StringComparison.Ordinal);
            app.AssertActive(mayBeNew && await File.ReadAllTextAsync(app.At(host, "current/version")) == "2" ? payload : old, host);
        }

        Assert.Empty(Directory.GetFileSystemEntries(temp.Folder));
        Assert.All(fleet.Ssh.Hosts, host => Assert.DoesNotContain("relay", File.ReadAllText(Path.Combine(fleet.Ssh.Folder, host.Name, "authorized_keys")), StringComparison.Ordinal));
        var next = await app.DeployAsync(payload);
        Assert.Equal([], next.AllFaults);
        Assert.All(next.Hosts, host => Assert.InRange(host.FilesSent, 0, 2));
        Assert.All([0, 1], host => app.AssertActive(payload, host));
    }

    /// <summary>Starts the tool, kills it as soon as its events show some text, and returns all events it wrote.</summary>
    private async Task<string> KillWhenAsync(Fleet fleet, Application app, PayloadFolder payload, string relay, string text)
    {
        string[] arguments = [Built.Tool, "deploy", payload.Path, "--on", fleet.Ssh.Names, "-F", fleet.Ssh.ConfigFile, "--app", app.Name, "--relay", relay, "--json"];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = work,
            RedirectStandardOutput = true,
        };
        start.Environment["XDG_RUNTIME_DIR"] = work;
        using var tool = Process.Start(start)!;
        await Eventually.IsTrueAsync(() => tool.HasExited || Events().Contains(text, StringComparison.Ordinal), text);
        tool.Kill();
        await tool.WaitForExitAsync();
        Assert.Contains(text, Events(), StringComparison.Ordinal);
        return Events();
    }

    private string Events()
    {
        var runs = Path.Combine(work, ".remotedeploy", "runs");
        var file = Directory.Exists(runs) ? Directory.GetFiles(runs, "events.jsonl", SearchOption.AllDirectories).SingleOrDefault() : null;
        if (file is null)
        {
            return "";
        }

        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    /// <summary>Where the hosts keep temporary files, to see what is left there.</summary>
    public sealed class TempOfHosts : IDisposable
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("rd-host-tmp-").FullName;

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
