using System.Text;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Pipelines;

namespace RemoteDeploy.Tests.Verbs;

/// <summary>
/// A value that stands in a variable of a suite, looked for everywhere it could be seen: command lines and environments of all processes
/// of the machine (which plays the host as well), events, report, run folder, what is left on the host.
/// </summary>
public sealed class SecretsOfSuites : IAsyncDisposable
{
    private const string Canary = "c4n4ry-4ac1-v3ry-s3cr3t";
    private readonly PayloadFolder payload = PayloadFolder.Plain();
    private Fleet? fleet;

    public async ValueTask DisposeAsync()
    {
        payload.Dispose();
        if (fleet is not null)
        {
            await fleet.DisposeAsync();
        }
    }

    [Fact]
    public async Task Are_seen_by_the_suite_and_by_nobody_else()
    {
        fleet = await Fleet.SshAsync(1);
        var home = fleet.Ssh.Hosts[0].Home;

        var running = fleet.RunAsync(payload.Path, Suite);
        await Eventually.IsTrueAsync(() => File.Exists(Path.Combine(home, "begun")), "the suite has begun");
        var (commandLines, strangers) = Look();
        var open = Readable(fleet.WorkFolder).Concat(Readable(home)).ToList();
        await File.WriteAllTextAsync(Path.Combine(home, "go"), "");
        var report = await running;

        Assert.Empty(report.AllFaults);
        Assert.Equal($"{Canary.Length}\n", report.Suite().OutputTail);
        Assert.Empty(commandLines);
        Assert.Empty(strangers);
        Assert.Empty(open);
        Assert.Empty(With(fleet.WorkFolder));
        Assert.Empty(With(home));
        Assert.DoesNotContain(Canary, string.Concat(fleet.Events.Select(one => one.ToString())) + report, StringComparison.Ordinal);
        using var document = new MemoryStream();
        RemoteDeploy.Reporting.Json.ReportJson.Write(report, document);
        Assert.DoesNotContain(Canary, Encoding.UTF8.GetString(document.ToArray()), StringComparison.Ordinal);
    }

    /// <summary>Words of a command are for the command: on this machine they stand in no command line, of ssh neither.</summary>
    [Fact]
    public async Task In_words_of_a_command_are_seen_where_it_runs_only()
    {
        fleet = await Fleet.SshAsync(1);
        var home = fleet.Ssh.Hosts[0].Home;

        var running = fleet.Engine.ExecAsync(fleet.Request(new ExecRequest { Hosts = [], Command = ["sh", "-c", "touch ~/begun; until [ -e ~/go ]; do sleep 0.05; done", Canary] }));
        await Eventually.IsTrueAsync(() => File.Exists(Path.Combine(home, "begun")), "the command has begun");
        var commandLines = Look().CommandLines.Where(line => !line.StartsWith("sh\0-c\0touch", StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(home, "go"), "");

        Assert.Empty((await running).AllFaults);
        Assert.Empty(commandLines);
    }

    private static TestSuite Suite => new()
    {
        Name = "smoke",
        Command = "/bin/sh",
        Arguments = ["-c", "touch ~/begun; until [ -e ~/go ]; do sleep 0.05; done; printf '%s\\n' \"${#TOKEN}\""],
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["TOKEN"] = Canary },
        Timeout = TimeSpan.FromMinutes(2),
    };

    // All command lines with it, and environments with it of processes that are not the suite's.
    private static (List<string> CommandLines, List<string> Strangers) Look()
    {
        Prerequisite.Sshd();
        var (commandLines, strangers) = (new List<string>(), new List<string>());
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            var line = Text(Path.Combine(process, "cmdline")) ?? "";
            if (line.Contains(Canary, StringComparison.Ordinal))
            {
                commandLines.Add(line);
            }

            if (Text(Path.Combine(process, "environ")) is { } variables && variables.Contains(Canary, StringComparison.Ordinal) && !variables.Contains("REMOTEDEPLOY_MARK=", StringComparison.Ordinal))
            {
                strangers.Add(process + " " + line);
            }
        }

        return (commandLines, strangers);
    }

    // Files that hold it, and that others than their owner may read, by their own mode or that of a folder on the way.
    private static IEnumerable<string> Readable(string folder) => With(folder).Where(file =>
    {
        for (var path = file; path.Length >= folder.Length; path = Path.GetDirectoryName(path)!)
        {
            if ((Convert.ToInt32(FileModes.Of(path), 8) & (File.Exists(path) ? 0x24 : 0x09)) == 0)
            {
                return false;
            }
        }

        return true;
    });

    // grep reads no pipes here: those of jobs wait for whoever opens them.
    private static List<string> With(string folder) =>
        [.. Programs.RunAsync("grep", "-rlsF", "-D", "skip", "--null", Canary, folder).GetAwaiter().GetResult().Output.Split('\0', StringSplitOptions.RemoveEmptyEntries)];

    private static string? Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
