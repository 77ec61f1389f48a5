namespace RemoteDeploy.Faults;

public static partial class FaultCatalog
{
    /// <summary>RD4001: no test was run.</summary>
    public static FaultCode ZeroTests { get; } = new(4001);

    /// <summary>RD4002: there is no result file.</summary>
    public static FaultCode ResultsMissing { get; } = new(4002);

    /// <summary>RD4003: a result file cannot be read.</summary>
    public static FaultCode ResultsUnreadable { get; } = new(4003);

    /// <summary>RD4004: a result file is from before the run.</summary>
    public static FaultCode ResultsStale { get; } = new(4004);

    /// <summary>RD4005: results and exit status disagree.</summary>
    public static FaultCode ResultsContradict { get; } = new(4005);

    private static FaultDescriptor[] Results =>
    [
        new(
            ZeroTests,
            "No test was run",
            "The suite ended well but ran no test at all. That is never a success.",
            "The release stays active.",
            "Check filters and test discovery."),
        new(
            ResultsMissing,
            "There is no result file",
            "Nothing matched the Results pattern after the suite had ended by itself. Of one that was killed only that is said.",
            "The release stays active.",
            "Check the pattern and where the suite writes; the files it left are listed in the per-host log."),
        new(
            ResultsUnreadable,
            "A result file cannot be read",
            "It is empty, cut off, not well-formed, of an unknown format, too large, or uses a document type.",
            "The file was brought back as it is, unless it is too large or may not be read.",
            "Look at the file in the run folder, if it was brought back; a crash of the suite often is the cause. Of one that is too large, let the suite write less."),
        new(
            ResultsStale,
            "A result file is from before the run",
            "The file came with the payload and was not written by the suite, or the times in it are from before the suite was started.",
            "The release stays active.",
            "Remove result files from the payload; let the suite write to its working folder."),
        new(
            ResultsContradict,
            "Results and exit status disagree",
            "The suite ended with an error although no failed test is in its results, or a result file holds fewer tests or failures than it announces, has no plan (TAP), or says itself that its run was cut short.",
            "The release stays active; results were brought back.",
            "Read the output: a crash in set-up or tear-down is the usual cause."),
    ];
}
