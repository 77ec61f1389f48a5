using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Jobs;

namespace RemoteDeploy.Remoting;

/// <summary>
/// How one host is reached. A transport starts a program on the host with its three streams and explains failures; framing,
/// deadlines, quoting and everything else sits above it and is the same for all.
/// <para>Duties, checked by the conformance suite: bytes pass unchanged in both directions and standard error stays apart;
/// closing standard input reaches the program; ending the process ends the link to the program; starts may overlap;
/// nothing is ever asked of a terminal.</para>
/// </summary>
internal interface IHostTransport : IAsyncDisposable
{
    /// <summary>The host.</summary>
    Host Host { get; }

    /// <summary>What a person should know about how the host is reached; known once something was started.</summary>
    IReadOnlyList<string> Remarks { get; }

    /// <summary>How a path that a user wrote is spelled on the host.</summary>
    string Spell(string path);

    /// <summary>Starts a command line on the host, through the login shell.</summary>
    /// <returns>The running process, or a fault when this machine cannot start one.</returns>
    Task<Attempt<RemoteProcess>> StartAsync(string commandLine, CancellationToken cancellationToken);

    /// <summary>What a person's terminal has to run so that a command line runs on the host, through the login shell, with a terminal of its own.</summary>
    /// <returns>The program, or a fault when this machine has none.</returns>
    Task<Attempt<TerminalCommand>> TerminalAsync(string commandLine, CancellationToken cancellationToken);

    /// <summary>By what other hosts can be told that this one is the right one; known once something was started.</summary>
    /// <returns>Null where hosts of this kind cannot reach each other, or nothing is known.</returns>
    Task<HostIdentity?> IdentifyAsync(CancellationToken cancellationToken);

    /// <summary>Says why a process ended without an answer.</summary>
    /// <param name="exitCode">Exit status of the transport's own program.</param>
    /// <param name="error">Its standard error.</param>
    /// <param name="output">What came on standard output instead of an answer.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<Diagnosis> DiagnoseAsync(int exitCode, string error, string output, CancellationToken cancellationToken);
}
