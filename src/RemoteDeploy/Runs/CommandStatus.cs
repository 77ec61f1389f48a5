using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Runs;

/// <summary>What an exit status of a remote command means.</summary>
internal static class CommandStatus
{
    /// <summary>The fault for a status; null for 0.</summary>
    /// <param name="status">The status.</param>
    /// <param name="program">What was run.</param>
    /// <param name="isShipped">True for a file that was proven to be there right before.</param>
    public static Fault? Explain(int status, string program, bool isShipped = false) => status switch
    {
        0 => null,
        126 => new Fault(FaultCatalog.CannotStart, $"'{SafeText.Line(program)}' cannot be executed") { Try = "Check its execute permission and the machine it is built for" },
        127 when isShipped => new Fault(FaultCatalog.CannotStart, $"'{SafeText.Line(program)}' is there, but the program that it needs to run is not")
        {
            Try = "Look at its first line: lines that end as on Windows (CRLF) make '#!/bin/sh' mean another program, and the host may lack what it names; a binary may lack its loader",
        },
        127 => new Fault(FaultCatalog.CannotStart, $"'{SafeText.Line(program)}' is not there") { Try = Remedy(program) },
        > 128 when Signal.NameOf(status - 128) is { } signal => new Fault(FaultCatalog.KilledBySignal, string.Create(CultureInfo.InvariantCulture, $"'{SafeText.Line(program)}' was killed by {signal} (status {status})"))
        {
            Try = status == 137 ? "Look for an out-of-memory kill in the kernel log of the host" : "Look at its output and core dumps",
        },
        _ => new Fault(FaultCatalog.CommandFailed, string.Create(CultureInfo.InvariantCulture, $"'{SafeText.Line(program)}' ended with status {status}")),
    };

    private static string Remedy(string program) => program.Contains(' ', StringComparison.Ordinal)
        ? "A command is one program: give what follows the first space as arguments"
        : program.StartsWith("./", StringComparison.Ordinal)
            ? "Check that the payload holds it: a file of a project needs CopyToPublishDirectory=\"PreserveNewest\""
            : "Check the name, and PATH of the remote user";
}
