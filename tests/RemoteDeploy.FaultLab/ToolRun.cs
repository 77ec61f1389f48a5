using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.FaultLab;

/// <summary>The tool as a process of its own: what it prints and when, and how it ends.</summary>
internal sealed class ToolRun : IDisposable
{
    private readonly Process process;
    private readonly List<(double Second, string Text)> lines = [];
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly string runs;
    private readonly string[] runsBefore;
    private readonly Task reading;

    private ToolRun(Process process, string folder, string[] runsBefore)
    {
        this.process = process;
        runs = RunsIn(folder);
        this.runsBefore = runsBefore;
        reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    /// <summary>Seconds since the start.</summary>
    public double Now => Stopwatch.GetElapsedTime(started).TotalSeconds;

    /// <summary>Seconds from start to end.</summary>
    public double Seconds { get; private set; }

    /// <summary>Null when it had not ended at the cap and was killed.</summary>
    public int? ExitCode { get; private set; }

    public int ProcessId => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>All that it printed.</summary>
    public string Text
    {
        get
        {
            lock (lines)
            {
                return string.Join('\n', lines.Select(line => line.Text));
            }
        }
    }

    /// <summary>Its JSON document; null when it wrote none.</summary>
    public JsonElement? Report { get; private set; }

    /// <summary>Its run folder; null when it made none.</summary>
    public string? Folder { get; private set; }

    /// <summary>What it says became of a host; null when it says nothing.</summary>
    public string? Outcome(string host) => Report?.GetProperty("hosts").EnumerateArray()
        .Where(one => one.GetProperty("host").GetString() == host)
        .Select(one => one.GetProperty("outcome").GetString())
        .FirstOrDefault();

    /// <summary>Starts a program in a folder.</summary>
    public static ToolRun Start(IReadOnlyList<string> command, string folder, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in (string[])["CI", "GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI", "SSH_AUTH_SOCK"])
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        string[] before = Directory.Exists(RunsIn(folder)) ? Directory.GetDirectories(RunsIn(folder)) : [];
        return new ToolRun(Process.Start(start)!, folder, before);
    }

    /// <summary>Seconds until it printed a line that has all of some words, after a moment; null when it did not.</summary>
    public double? Said(double after, params string[] words)
    {
        lock (lines)
        {
            foreach (var (second, text) in lines)
            {
                if (second >= after && words.All(word => text.Contains(word, StringComparison.Ordinal)))
                {
                    return second;
                }
            }
        }

        return null;
    }

    /// <summary>Sends it a signal.</summary>
    public Task SignalAsync(string signal) =>
        Programs.RunAsync("kill", "-" + signal, process.Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Waits for its end, at most until a number of seconds after its start.</summary>
    public async Task EndAsync(double cap)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(Math.Max(1, cap - Now)));
        try
        {
            await process.WaitForExitAsync(limit.Token);
            ExitCode = process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        Seconds = Now;

        // A grandchild may hold its standard output open: what it said itself has been read by then.
        await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(2)));
        Folder = FindFolder();
        Report = ReadReport();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private static string RunsIn(string folder) => Path.Combine(folder, ".remotedeploy", "runs");

    private string? FindFolder()
    {
        string[] folders = Directory.Exists(runs) ? Directory.GetDirectories(runs) : [];
        // Where others ran beside it, its own is the one that it names, or that was begun first.
        return folders.Except(runsBefore, StringComparer.Ordinal)
            .OrderByDescending(folder => Text.Contains(Path.GetFileName(folder), StringComparison.Ordinal))
            .ThenByDescending(folder => File.Exists(Path.Combine(folder, "summary.json")))
            .ThenBy(folder => folder, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private JsonElement? ReadReport()
    {
        if (Folder is null || !File.Exists(Path.Combine(Folder, "summary.json")))
        {
            return null;
        }

        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "summary.json")));
        return document.RootElement.Clone();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (lines)
            {
                lines.Add((Now, line));
            }
        }
    }
}
