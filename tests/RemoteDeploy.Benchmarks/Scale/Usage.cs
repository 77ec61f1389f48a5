using System.Diagnostics;
using System.Globalization;

namespace RemoteDeploy.Benchmarks.Scale;

/// <summary>What this process, and the programs that it started, took while something ran.</summary>
/// <param name="Seconds">From start to end.</param>
/// <param name="OwnSeconds">Seconds that processors worked in this process.</param>
/// <param name="ChildSeconds">The same in its children that have ended. A connection that stays open for the next run has not.</param>
/// <param name="Megabytes">Most memory of this process, all that it uses anyway included.</param>
/// <param name="Threads">Most threads, less what there were before.</param>
/// <param name="Descriptors">Most open descriptors, less what there were before.</param>
/// <param name="Processes">Most processes that have a given mark in their command line.</param>
internal sealed record Usage(double Seconds, double OwnSeconds, double ChildSeconds, double Megabytes, int Threads, int Descriptors, int Processes)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Measures.</summary>
    /// <param name="work">What is measured.</param>
    /// <param name="mark">The mark of processes that are counted; null counts none, which is quicker.</param>
    public static async Task<Usage> OfAsync(Func<Task> work, string? mark = null)
    {
        GC.Collect();
        var (started, before, most, processes) = (Stopwatch.GetTimestamp(), Now(), Now(), 0);
        var running = work();
        while (await Task.WhenAny(running, Task.Delay(Interval)) != running)
        {
            var now = Now();
            most = (now.Own, now.Children, Math.Max(most.Memory, now.Memory), Math.Max(most.Threads, now.Threads), Math.Max(most.Descriptors, now.Descriptors));
            processes = Math.Max(processes, mark is null ? 0 : CountProcesses(mark));
        }

        await running;
        var after = Now();
        return new Usage(
            Stopwatch.GetElapsedTime(started).TotalSeconds,
            after.Own - before.Own,
            after.Children - before.Children,
            most.Memory / 1e6,
            most.Threads - before.Threads,
            most.Descriptors - before.Descriptors,
            processes);
    }

    private static int CountProcesses(string mark) => Directory.EnumerateDirectories("/proc").Count(folder =>
    {
        try
        {
            return char.IsAsciiDigit(folder[^1]) && File.ReadAllText(Path.Combine(folder, "cmdline")).Contains(mark, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return false;
        }
    });

    private static (double Own, double Children, long Memory, int Threads, int Descriptors) Now()
    {
        using var process = Process.GetCurrentProcess();

        // Behind the name, which ends with a bracket: 14 and 15 of proc(5) count what children worked that were waited for, in hundredths.
        var fields = File.ReadAllText("/proc/self/stat").Split(") ")[1].Split(' ');
        var children = fields[13..15].Sum(field => double.Parse(field, CultureInfo.InvariantCulture)) / 100;
        return (process.TotalProcessorTime.TotalSeconds, children, process.WorkingSet64, process.Threads.Count, Directory.GetFileSystemEntries("/proc/self/fd").Length);
    }
}
