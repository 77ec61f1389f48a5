namespace RemoteDeploy.FaultLab;

/// <summary>Scripts that are run as suites. Each notes in <c>/srv/ran</c> that it ran.</summary>
internal static class Suites
{
    /// <summary>Notes that it ran, and writes the result file.</summary>
    public const string Good = "echo ran >>/srv/ran\n" + Results;

    /// <summary>The result file of one test that passed.</summary>
    public const string Results = """
        printf '%s' '<TestRun><Results><UnitTestResult testName="A" outcome="Passed"/></Results><ResultSummary><Counters total="1"/></ResultSummary></TestRun>' >r.trx

        """;

    /// <summary>Runs until it is let go.</summary>
    public const string Waiting = "echo ran >>/srv/ran\nuntil [ -e /srv/go ]; do sleep 0.1; done\necho went on\n" + Results;
}
