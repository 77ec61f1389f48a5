using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Jobs;
using RemoteDeploy.Probing;

namespace RemoteDeploy.Remoting.Ssh;

/// <summary>A host over the system's OpenSSH client: one connection, kept for the next run where the platform can share it.</summary>
internal sealed class SshTransport(Host host, SshSettings settings) : ISecuredTransport
{
    private const string FastCipher = "aes128-gcm@openssh.com";
    private const string FastHybridExchange = "mlkem768x25519-sha256";
    private const string FastExchange = "curve25519-sha256";
    private static readonly TimeSpan KeepConnection = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);
    private SshConfigView? view;
    private bool isSpoilt;
    private IReadOnlyList<string>? arguments;

    /// <inheritdoc/>
    public Host Host => host;

    /// <inheritdoc/>
    public IReadOnlyList<string> Remarks => view is { ChecksHostKeys: false }
        ? ["its host key is not checked: ssh_config says StrictHostKeyChecking no for it, so another machine could answer in its place"]
        : [];

    /// <inheritdoc/>
    public string Spell(string path) => path;

    /// <inheritdoc/>
    public async Task<Attempt<RemoteProcess>> StartAsync(string commandLine, CancellationToken cancellationToken)
    {
        if (!(await ViewAsync(cancellationToken)).TryGet(out var config, out var faults))
        {
            return Attempt<RemoteProcess>.Failed(faults);
        }

        arguments ??= ["-T", .. Arguments(config, ["RequestTTY=no", "EscapeChar=none"])];

        var start = new ProcessStartInfo(settings.Program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add(commandLine);
        try
        {
            return RemoteProcess.Start(start);
        }
        catch (Win32Exception exception)
        {
            return new Fault(FaultCatalog.NoSshClient, $"'{settings.Program}' cannot be started: {exception.Message}");
        }
    }

    /// <inheritdoc/>
    public async Task<Attempt<TerminalCommand>> TerminalAsync(string commandLine, CancellationToken cancellationToken) =>
        (await ViewAsync(cancellationToken)).TryGet(out var config, out var faults)
            ? new TerminalCommand(settings.Program, ["-t", .. Arguments(config, ["RequestTTY=force"]), commandLine])
            : Attempt<TerminalCommand>.Failed(faults);

    /// <inheritdoc/>
    public Task<HostIdentity?> IdentifyAsync(CancellationToken cancellationToken) =>
        view is null ? Task.FromResult<HostIdentity?>(null) : KnownHostKeys.FindAsync(settings.KeygenProgram, view, cancellationToken);

    /// <inheritdoc/>
    public Task<SshHandshake?> HandshakeAsync(CancellationToken cancellationToken) =>
        arguments is null ? Task.FromResult<SshHandshake?>(null) : OfferedExchange.AskAsync(settings, arguments, cancellationToken);

    /// <inheritdoc/>
    public async Task<Diagnosis> DiagnoseAsync(int exitCode, string error, string output, CancellationToken cancellationToken)
    {
        // A session that began and came to nothing: shell, forced command and limits are those of the login.
        isSpoilt |= exitCode != 255;
        var found = SshDiagnosis.Of(host, settings.ConfigFile, view, exitCode, error, output);
        if (view is null || (found.Fault.Code != FaultCatalog.HostKeyChanged && found.Fault.Code != FaultCatalog.HostKeyUnknown))
        {
            return found;
        }

        var known = await KnownHostKeys.FingerprintsAsync(settings.KeygenProgram, view, cancellationToken);
        var shown = await OfferedKey.AskAsync(settings, arguments ?? [], cancellationToken);
        return found with
        {
            Fault = found.Fault with
            {
                Expected = known.Count > 0 ? string.Join(" or ", known) : null,
                Found = shown is null ? found.Fault.Found : $"{shown} ({found.Fault.Found})",
            },
        };
    }

    /// <summary>Ends a connection that is of no use, so that a run after the account was mended logs in anew.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!isSpoilt || settings.ControlFolder is null || arguments is null)
        {
            return;
        }

        try
        {
            await using var ending = RemoteProcess.Start(new ProcessStartInfo(settings.Program, ["-O", "exit", .. arguments]));
            await Task.WhenAny(ending.WaitAsync(CancellationToken.None), Task.Delay(EndPatience));
        }
        catch (Win32Exception)
        {
            // There is no ssh any more; the connection ends by itself.
        }
    }

    private async Task<Attempt<SshConfigView>> ViewAsync(CancellationToken cancellationToken)
    {
        if (view is null)
        {
            var asked = await SshConfigView.AskAsync(settings.Program, SshConfigView.Destination(host, settings.ConfigFile), settings.ConnectTimeout, cancellationToken);
            if (!asked.TryGet(out view, out _))
            {
                return asked;
            }
        }

        return view;
    }

    private IReadOnlyList<string> Arguments(SshConfigView config, IEnumerable<string> terminal)
    {
        // Options of the command line win over ssh_config. These change what a session means; reaching the host stays the user's.
        // ssh gives up at the fourth interval without an answer: before the stall timeout, with some room for saying so.
        var interval = Math.Max(1, (int)(settings.StallTimeout.TotalSeconds / 5));
        var options = new List<string>
        {
            "BatchMode=yes",
            $"ConnectTimeout={Seconds(settings.ConnectTimeout)}",
            $"ServerAliveInterval={interval.ToString(CultureInfo.InvariantCulture)}",
            "ServerAliveCountMax=3",
            "ForwardAgent=no",
            "ForwardX11=no",
            "ClearAllForwardings=yes",
            "PermitLocalCommand=no",
            "RemoteCommand=none",
            "UpdateHostKeys=no",
            "LogLevel=ERROR",
        };
        options.AddRange(config.UndoneOptions);
        if (settings.ControlFolder is not null)
        {
            options.Add("ControlMaster=auto");
            options.Add($"ControlPath={Path.Combine(settings.ControlFolder, config.Fingerprint(settings.ConfigFile, TrustedKeys.Of(config)))}");
            options.Add($"ControlPersist={Seconds(KeepConnection)}");
        }
        else
        {
            options.Add("ControlPath=none");
        }

        if (UsesDefaultCiphers(config.Ciphers))
        {
            options.Add($"Ciphers={FastCipher},{config.Ciphers}");
        }

        if (FasterExchanges(config.KeyExchanges) is { } exchanges)
        {
            options.Add($"KexAlgorithms={exchanges}");
        }

        return [.. options.Concat(terminal).SelectMany(option => new[] { "-o", option }), .. SshConfigView.Destination(host, settings.ConfigFile)];
    }

    // AES-GCM moves bytes about a third faster where processors have AES. Lists of the user's own are left alone: OpenSSH's
    // own default begins with ChaCha20 and offers AES-GCM further on.
    private static bool UsesDefaultCiphers(string ciphers) =>
        ciphers.StartsWith("chacha20-poly1305@openssh.com,", StringComparison.Ordinal) && ciphers.Contains(FastCipher, StringComparison.Ordinal);

    /// <summary>
    /// OpenSSH 9.0 to 9.8 begin their own list with an exchange that costs either end about 50 ms of processor time. ML-KEM, where ssh
    /// has it, guards as well and costs next to nothing; else X25519 goes first, which later quantum computers may break. A list of
    /// the user's own is left alone.
    /// </summary>
    /// <returns>The list; null to leave it.</returns>
    internal static string? FasterExchanges(string exchanges)
    {
        var list = exchanges.Split(',');
        var isDefault = list[0].StartsWith("sntrup761x25519-sha512", StringComparison.Ordinal) && list.Contains(FastExchange);
        return isDefault ? string.Join(',', list.Where(name => name == FastHybridExchange).Append(FastExchange).Concat(list).Distinct(StringComparer.Ordinal)) : null;
    }

    private static string Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
