using System.ComponentModel;
using System.Diagnostics;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Jobs;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Remoting.Local;

/// <summary>A folder of this machine that plays a host: it is the home, and absolute paths are taken below it.</summary>
internal sealed class LocalTransport(Host host, string folder) : IHostTransport
{
    /// <inheritdoc/>
    public Host Host => host;

    /// <summary>The folder that plays the host.</summary>
    public string Folder => folder;

    /// <inheritdoc/>
    public IReadOnlyList<string> Remarks => [];

    /// <inheritdoc/>
    public string Spell(string path) => path.StartsWith('/') ? folder + path : path;

    /// <inheritdoc/>
    public Task<Attempt<RemoteProcess>> StartAsync(string commandLine, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            return Failed(new Fault(FaultCatalog.LocalHostUnsupported, "A local: host needs /bin/sh, which this machine does not have"));
        }

        try
        {
            Directory.CreateDirectory(folder);
            var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = folder };
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(commandLine);
            start.Environment["HOME"] = folder;
            return Task.FromResult<Attempt<RemoteProcess>>(RemoteProcess.Start(start, isOfHost: true));
        }
        catch (Win32Exception exception)
        {
            return Failed(new Fault(FaultCatalog.LocalHostUnsupported, $"/bin/sh cannot be started: {exception.Message}"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Failed(new Fault(FaultCatalog.BaseNotWritable, "The folder that plays the host cannot be made") { Path = folder, Found = exception.Message });
        }
    }

    /// <inheritdoc/>
    public Task<Attempt<TerminalCommand>> TerminalAsync(string commandLine, CancellationToken cancellationToken) => Task.FromResult<Attempt<TerminalCommand>>(new TerminalCommand("/bin/sh", ["-c", commandLine])
    {
        WorkFolder = folder,
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = folder },
    });

    /// <inheritdoc/>
    public Task<HostIdentity?> IdentifyAsync(CancellationToken cancellationToken) => Task.FromResult<HostIdentity?>(null);

    /// <inheritdoc/>
    public Task<Diagnosis> DiagnoseAsync(int exitCode, string error, string output, CancellationToken cancellationToken) => Task.FromResult(new Diagnosis(
        new Fault(FaultCatalog.ShellUnusable, $"/bin/sh ended with status {exitCode} before it answered") { Found = SafeText.Line(error, 300) },
        IsTransient: output.Length == 0 && OwnSession.MayHaveComeTooLate(exitCode)));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Task<Attempt<RemoteProcess>> Failed(Fault fault) => Task.FromResult<Attempt<RemoteProcess>>(fault);
}
