namespace RemoteDeploy.TestSupport.Lab;

/// <summary>Looks for what a <see cref="ShapedFleet"/> needs, in the order in which a user can do something about it.</summary>
internal static class LabRequirements
{
    private static readonly (string Program, string Package)[] Needed =
    [
        ("ip", "iproute2"), ("tc", "iproute2"), ("unshare", "util-linux"), ("nsenter", "util-linux"),
        ("sshd", "openssh-server"), ("ssh", "openssh-client"), ("ssh-keygen", "openssh-client"),
    ];

    private static readonly Lazy<string?> Reason = new(Look);

    public static string? WhyNot() => Reason.Value;

    private static string? Look()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "A shaped network needs the network namespaces of Linux, and this machine runs something else.";
        }

        if (!Environment.IsPrivilegedProcess)
        {
            return "A shaped network needs root, to make network namespaces: run it as root, or with sudo.";
        }

        foreach (var (program, package) in Needed)
        {
            if (Programs.Find(program) is null)
            {
                return $"A shaped network needs the program '{program}': install {package} (build/setup.sh does).";
            }
        }

        return Try();
    }

    // Containers often forbid namespaces, and small kernels come without the shaper: only a trial tells.
    private static string? Try()
    {
        const string Trial = "ip link add eth0 type veth peer name eth1 && ip link add bridge0 type bridge && tc qdisc add dev eth0 root tbf rate 50mbit burst 64kb latency 100ms";
        var result = Programs.RunAsync("unshare", "--net", "--mount", "--uts", "--pid", "--fork", "--kill-child", "sh", "-c", Trial).GetAwaiter().GetResult();
        return result.ExitCode == 0
            ? null
            : $"A shaped network needs namespaces, veth, bridge and tbf, and this machine refuses: {result.Error.Trim().ReplaceLineEndings("; ")}.";
    }
}
