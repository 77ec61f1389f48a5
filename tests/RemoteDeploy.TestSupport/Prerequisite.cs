using System.Diagnostics;
using RemoteDeploy.TestSupport.Lab;
using Xunit;

namespace RemoteDeploy.TestSupport;

/// <summary>What a test needs of the machine. Missing: a named skip for a user, a failure where CI=true.</summary>
public static class Prerequisite
{
    private static readonly Lazy<bool> Namespaces = new(TryNamespaces);

    /// <summary>True where a missing prerequisite fails the test.</summary>
    public static bool IsContinuousIntegration { get; } =
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>True where test hosts get file systems and a user database of their own.</summary>
    public static bool HasIsolation => Namespaces.Value;

    /// <summary>OpenSSH server and client on Linux.</summary>
    public static void Sshd()
    {
        Require(OperatingSystem.IsLinux(), "Linux", "test hosts are watched through /proc");
        Require(Programs.Find("sshd") is not null, "sshd", "install openssh-server");
        Require(Programs.Find("ssh") is not null, "ssh", "install openssh-client");
    }

    /// <summary>Test hosts with their own /srv, host name and user database (Linux, root, mount namespaces).</summary>
    public static void IsolatedHosts()
    {
        Sshd();
        Require(HasIsolation, "mount namespaces", "run as root on Linux, outside of a restricted container");
    }

    /// <summary>Hosts and a controller on a network of their own, with a rate for each cable (Linux, root, iproute2, namespaces).</summary>
    public static void ShapedNetwork()
    {
        if (ShapedFleet.WhyNot() is { } reason)
        {
            Miss(reason);
        }
    }

    /// <summary>A program on PATH.</summary>
    public static void Program(string name) => Require(Programs.Find(name) is not null, name, $"install {name} (build/setup.sh does)");

    /// <summary>File modes, links and POSIX shells.</summary>
    public static void Posix() => Require(!OperatingSystem.IsWindows(), "a POSIX system", "run on Linux or macOS");

    /// <summary>To run as root.</summary>
    public static void Root() => Require(Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows(), "root", "run as root");

    private static void Require(bool present, string name, string remedy)
    {
        if (!present)
        {
            Miss($"Missing prerequisite: {name}. To run this test, {remedy}.");
        }
    }

    private static void Miss(string reason)
    {
        if (IsContinuousIntegration)
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
    }

    private static bool TryNamespaces()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || Programs.Find("unshare") is not { } unshare)
        {
            return false;
        }

        using var process = Process.Start(new ProcessStartInfo(unshare, ["--mount", "--uts", "true"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
