using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Remoting.Ssh;

/// <summary>Turns what ssh says into a fault that names cause and remedy.</summary>
internal static class SshDiagnosis
{
    private sealed record Rule(string[] Words, FaultCode Code, string Message, string Try, bool IsTransient = false);

    private static Rule[] Rules { get; } =
    [
        new(["REMOTE HOST IDENTIFICATION HAS CHANGED"], FaultCatalog.HostKeyChanged, "The host key of {0} has changed", "If the machine was installed anew: ssh-keygen -R '{1}'{6}, compare the new fingerprint with the machine, and add it. If not, find out who answers"),
        new(["Host key verification failed", "No ED25519 host key is known", "host key is known for"], FaultCatalog.HostKeyUnknown, "The host key of {0} is not known", "Look at the key with: ssh-keyscan -p {2} {3} | ssh-keygen -lf - ; compare it with the machine, then add it with: {5}"),
        new(["Timeout, server"], FaultCatalog.ConnectionLost, "The host at {0} does not answer any more", "Run again when the host is up"),
        new(["timed out"], FaultCatalog.ConnectTimedOut, "Connecting to {0} took too long", "Check power, firewall and address; raise --connect-timeout for slow links"),
        new(["kex_exchange_identification", "Connection closed by remote host", "banner exchange", "ssh_exchange_identification"], FaultCatalog.Unreachable, "The sshd of {0} closed the new connection", "Raise MaxStartups of its sshd, or lower --forks", IsTransient: true),
        new(["Permission denied", "Too many authentication failures", "no mutual signature", "No supported authentication"], FaultCatalog.AuthenticationRefused, "The host at {0} refuses the login of user '{4}'", "Look at: {5}. Load the key into the agent, or give the host an identity file"),
        new(["Could not resolve hostname", "Name or service not known", "nodename nor servname", "No such host is known"], FaultCatalog.NameNotResolved, "The name of {0} is not known", "Correct the name in the inventory or ssh_config, or check DNS"),
        new(["Connection refused"], FaultCatalog.Unreachable, "The host at {0} refuses the connection", "Start sshd there, or correct address and port"),
        new(["No route to host", "Network is unreachable", "Host is down"], FaultCatalog.Unreachable, "There is no way to {0}", "Check that the machine and the network are up"),
        new(["Connection reset", "Connection closed", "Broken pipe", "client_loop", "mux_client", "Shared connection", "not responding"], FaultCatalog.ConnectionLost, "The connection to {0} was lost", "Run again when the host is up"),
    ];

    /// <summary>Finds the cause in ssh's own words. Exit status 255 with none of the known words still is a lost connection; without any word, a connection that was kept and whose other end is gone.</summary>
    public static Diagnosis Of(Host host, string? configFile, SshConfigView? view, int exitCode, string error, string output)
    {
        if (exitCode == 255)
        {
            var rule = Rules.FirstOrDefault(candidate => candidate.Words.Any(word => error.Contains(word, StringComparison.Ordinal)));
            return rule is null
                ? new Diagnosis(
                    new Fault(FaultCatalog.ConnectionLost, $"The ssh client gave up on {Place(host, view)}") { Found = Words(error) is { Length: > 0 } words ? words : "no word from ssh", Try = $"Look at: {ByHand(host, configFile)}" },
                    IsTransient: error.Length == 0)
                : new Diagnosis(Build(rule, host, configFile, view, error), rule.IsTransient);
        }

        return new Diagnosis(NoShell(exitCode, error, output, ByHand(host, configFile)), IsTransient: output.Length == 0 && OwnSession.MayHaveComeTooLate(exitCode));
    }

    /// <summary>The command that a person would type to see the same.</summary>
    private static string ByHand(Host host, string? configFile) =>
        string.Join(' ', SshConfigView.Destination(host, configFile).Where(word => word != "--").Select(word => ShellWord.Quote(SafeText.Line(word))).Prepend("ssh")) + " true";

    private static Fault NoShell(int exitCode, string error, string output, string byHand)
    {
        var said = Words(output.Length > 0 ? output + " " + error : error);
        var windows = said.Contains("is not recognized", StringComparison.Ordinal) || said.Contains("PowerShell", StringComparison.Ordinal);
        return new Fault(
            FaultCatalog.ShellUnusable,
            windows ? "The host runs Windows; its shell cannot run the remote script" : $"The login shell ended with status {exitCode} before /bin/sh could answer")
        {
            Found = said.Length == 0 ? "no output" : said,
            Try = $"Give the account a shell; look at: {byHand}",
        };
    }

    private static Fault Build(Rule rule, Host host, string? configFile, SshConfigView? view, string error)
    {
        object[] values = [Place(host, view), SafeText.Line(KnownName(view)), SafeText.Line(view?.Port ?? "22"), SafeText.Line(view?.HostName ?? host.Address), SafeText.Line(view?.User ?? host.User ?? ""), ByHand(host, configFile), KnownFile(view)];
        return new Fault(rule.Code, string.Format(System.Globalization.CultureInfo.InvariantCulture, rule.Message, values))
        {
            Found = Words(error),
            Try = string.Format(System.Globalization.CultureInfo.InvariantCulture, rule.Try, values),
        };
    }

    // The words without the frame of @ signs that ssh draws around some.
    private static string Words(string text) => SafeText.Line(string.Join(' ', text
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.StartsWith('@') || line.Contains("WARNING", StringComparison.Ordinal))
        .Select(line => line.Trim('@', ' '))), 600);

    private static string Place(Host host, SshConfigView? view) =>
        SafeText.Line(view is null || view.HostName.Length == 0 ? host.Address : $"{view.HostName} port {view.Port}");

    private static string KnownName(SshConfigView? view) =>
        view is null ? "HOST" : view.HostKeyAlias ?? (view.Port == "22" ? view.HostName : $"[{view.HostName}]:{view.Port}");

    // Without it, ssh-keygen works on the user's usual file.
    private static string KnownFile(SshConfigView? view) =>
        view?.KnownHostsFiles.FirstOrDefault() is { } file && !file.EndsWith("/.ssh/known_hosts", StringComparison.Ordinal) ? " -f " + ShellWord.Quote(SafeText.Line(file)) : "";
}
