using RemoteDeploy.TestSupport;

namespace RemoteDeploy.FaultLab.Cases;

/// <summary>Rows of the fault table that cannot be injected into hosts of this lab, and why.</summary>
internal static class NotHere
{
    public static async Task<IReadOnlyList<Verdict>> ListAsync() =>
    [
        new("31", "sshd penalises whoever fails to log in") { Skipped = $"needs the sshd of OpenSSH 9.8 or later; here is {(await Programs.RunAsync("ssh", "-V")).Error.Trim()}" },
        new("54", "logind kills what a user leaves behind") { Skipped = "hosts of the lab have no logind: sshd is their first process" },
        new("67", "a file system that ignores case") { Skipped = Kernel("vfat", "exfat", "ntfs3") },
        new("78", "the power fails after the deploy") { Skipped = $"needs a block device that forgets what was not flushed (dm-flakey); /dev/mapper/control is {(File.Exists("/dev/mapper/control") ? "there" : "missing")}" },
    ];

    private static string Kernel(params string[] systems)
    {
        var known = File.ReadAllText("/proc/filesystems");
        return $"the kernel of this machine has {string.Join(", ", systems.Select(system => $"{(known.Contains(system, StringComparison.Ordinal) ? "" : "no ")}{system}"))}";
    }
}
