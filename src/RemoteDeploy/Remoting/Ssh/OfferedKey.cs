using System.ComponentModel;

namespace RemoteDeploy.Remoting.Ssh;

/// <summary>The key that a host shows, for a person to compare. ssh says it in its debugging output only, so it is asked once more, on the same way.</summary>
internal static class OfferedKey
{
    private const string Words = "Server host key: ";

    /// <summary>Asks.</summary>
    /// <param name="settings">How ssh is called.</param>
    /// <param name="arguments">The options and the address that the host was reached with.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Type and fingerprint; null when nobody says.</returns>
    public static async Task<string?> AskAsync(SshSettings settings, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(settings.ConnectTimeout);
        try
        {
            // The first of two options counts: no login comes of this, and no connection is shared.
            var answer = await ProgramAnswer.ToAsync(settings.Program, ["-v", "-o", "LogLevel=DEBUG1", "-o", "StrictHostKeyChecking=yes", "-o", "PreferredAuthentications=none", "-o", "ControlPath=none", .. arguments, "exit"], limited.Token);
            return Read(answer.Error);
        }
        catch (Exception exception) when (exception is Win32Exception || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>The key in ssh's words, <c>ssh-ed25519 SHA256:…</c>.</summary>
    internal static string? Read(string error)
    {
        var line = error.Split('\n').Select(line => line.TrimEnd('\r')).FirstOrDefault(line => line.StartsWith("debug1: " + Words, StringComparison.Ordinal));
        return line?["debug1: ".Length..][Words.Length..].Split(' ') is [var type, var print] && print.StartsWith("SHA256:", StringComparison.Ordinal)
            ? $"{Reporting.SafeText.Line(type, 60)} {Reporting.SafeText.Line(print, 60)}"
            : null;
    }
}
