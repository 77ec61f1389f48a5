using System.Globalization;

namespace RemoteDeploy.Benchmarks;

/// <summary>What the whole machine does meanwhile.</summary>
internal static class Machine
{
    /// <summary>Seconds that all processors together have worked since the start; 0 where the system does not tell.</summary>
    public static double BusySeconds()
    {
        if (!File.Exists("/proc/stat"))
        {
            return 0;
        }

        // user nice system idle iowait irq softirq, in hundredths.
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new[] { 1, 2, 3, 6, 7 }.Sum(field => double.Parse(fields[field], CultureInfo.InvariantCulture)) / 100;
    }
}
