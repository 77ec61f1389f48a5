using System.Globalization;

namespace RemoteDeploy.FaultLab.Observing;

/// <summary>How much longer than promised things may take because this machine has other work: processes that wait for a processor are no fault of the tool.</summary>
internal static class Slack
{
    /// <summary>Seconds: what is on average ready to run on each processor, over the last minute.</summary>
    public static double Seconds => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) / Environment.ProcessorCount;
}
