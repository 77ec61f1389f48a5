namespace RemoteDeploy.Faults;

public static partial class FaultCatalog
{
    /// <summary>RD3001: a command failed on the host.</summary>
    public static FaultCode CommandFailed { get; } = new(3001);

    /// <summary>RD3002: a test failed on the host.</summary>
    public static FaultCode TestFailed { get; } = new(3002);

    /// <summary>RD3003: a command or suite took too long.</summary>
    public static FaultCode TimedOut { get; } = new(3003);

    /// <summary>RD3004: a command or suite was killed.</summary>
    public static FaultCode KilledBySignal { get; } = new(3004);

    /// <summary>RD3005: a command or suite cannot be started.</summary>
    public static FaultCode CannotStart { get; } = new(3005);

    /// <summary>RD3006: a command or suite ran out of memory.</summary>
    public static FaultCode OutOfMemory { get; } = new(3006);

    /// <summary>RD3007: a command or suite was stopped by somebody.</summary>
    public static FaultCode StoppedByRequest { get; } = new(3007);

    /// <summary>RD3008: a test passed only when it was run again.</summary>
    public static FaultCode TestFlaky { get; } = new(3008);

    private static FaultDescriptor[] Product =>
    [
        new(
            CommandFailed,
            "A command failed on the host",
            "The command ended with an exit status other than 0.",
            "Hosts are as the command left them.",
            "Read its output in the run folder."),
        new(
            TestFailed,
            "A test failed on the host",
            "A result file reports a failed test.",
            "Nothing was changed by the failure; the release stays active.",
            "Open the source at the file and line of the message; output and result file are in the run folder."),
        new(
            TimedOut,
            "A command or suite took too long",
            "It did not end within its timeout and was stopped, with all its processes.",
            "Output until then and any result file were brought back.",
            "Find out why it hangs, or raise its Timeout."),
        new(
            KilledBySignal,
            "A command or suite was killed",
            "It ended by a signal: a crash, or the system ran out of memory.",
            "Output until then was brought back.",
            "Look at the output, core dumps and the kernel log of the host."),
        new(
            CannotStart,
            "A command or suite cannot be started",
            "The program does not exist on the host, is not executable, or is for another machine.",
            "Nothing was run.",
            "Check the name, the execute permission in the payload, and the .NET runtimes that doctor lists."),
        new(
            OutOfMemory,
            "A command or suite ran out of memory",
            "The system of the host killed it while it killed processes for lack of memory.",
            "Output until then was brought back.",
            "Give the host more memory, or look at what the report says of the suite's peak memory."),
        new(
            StoppedByRequest,
            "A command or suite was stopped",
            "Somebody asked for its end with remotedeploy stop, or a signal asked its supervisor to.",
            "It was ended with all its processes. Output until then and any result file were brought back.",
            "Run again when the reason is gone."),
        new(
            TestFlaky,
            "A test passed only when it was run again",
            "It failed first and then passed, on this host or on another one, with the same bytes. A failure only with --fail-on-flaky; a warning otherwise.",
            "All tries are kept in results.jsonl and report.html of the run folder.",
            "Find out what it depends on: time, order, other processes, the host. What differs between hosts is in the report."),
    ];
}
