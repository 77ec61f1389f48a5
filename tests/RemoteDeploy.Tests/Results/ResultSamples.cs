namespace RemoteDeploy.Tests.Results;

/// <summary>A whole and right file of every format, each with three tests or more.</summary>
internal static class ResultSamples
{
    public const string Trx = """
        <?xml version="1.0" encoding="utf-8"?>
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010" id="1" name="x"><Times creation="2026-03-01T10:00:00Z" start="2026-03-01T10:00:00.5Z" finish="2026-03-01T10:00:09+00:00" /><Results>
        <UnitTestResult testId="1" testName="A.B.Passes(x: 1)" outcome="Passed" duration="00:00:01.5"><Output><StdOut>said</StdOut><StdErr>cried</StdErr></Output></UnitTestResult>
        <UnitTestResult testId="2" testName="A.B.Fails" outcome="Failed"><Output><ErrorInfo><Message>no</Message><StackTrace>   at A.B.Fails() in /src/B.cs:line 7</StackTrace></ErrorInfo></Output></UnitTestResult>
        <UnitTestResult testId="3" testName="A.B.Waits" outcome="NotExecuted" /></Results>
        <TestDefinitions><UnitTest id="1" name="p"><TestMethod className="A.B" name="Passes" /></UnitTest><UnitTest id="2" name="f"><TestMethod className="A.B" name="Fails" /></UnitTest></TestDefinitions>
        <ResultSummary outcome="Failed"><Counters total="3" executed="2" passed="1" failed="1" /></ResultSummary></TestRun>

        """;

    public const string JUnit = """
        <?xml version="1.0"?>
        <testsuites tests="3"><testsuite name="a" tests="2" timestamp="2026-03-01T10:00:00"><testcase classname="A.B" name="passes" time="1.5"><system-out>said</system-out><system-err>cried</system-err></testcase>
        <testcase classname="A.B" name="fails"><failure message="no">   at A.B.Fails() in /src/B.cs:line 7</failure></testcase></testsuite>
        <testsuite name="b" tests="1"><testcase name="waits"><skipped message="later"/></testcase></testsuite></testsuites>

        """;

    public const string Xunit = """
        <?xml version="1.0" encoding="utf-8"?><assemblies schema-version="3"><assembly name="/x/Suite.dll" run-date="2026-03-01" run-time="10:00:00" start-rtf="2026-03-01T10:00:00+00:00" finish-rtf="2026-03-01T10:00:09+00:00" errors="1" failed="1" passed="1" skipped="1" total="3"><errors><error type="test-class-cleanup" name="A.B"><failure exception-type="X"><message><![CDATA[did not close]]></message><stack-trace>at C.D() in /src/C.cs:line 3</stack-trace></failure></error></errors><collection name="c" total="3">
        <test name="A.B.Passes(x: 1)" type="A.B" method="Passes" result="Pass" time="1.5" source-file="/src/B.cs" source-line="3"><output><![CDATA[said]]></output></test>
        <test name="A.B.Fails" type="A.B" method="Fails" result="Fail" time="0"><failure exception-type="X"><message><![CDATA[no]]></message><stack-trace><![CDATA[   at A.B.Fails() in /src/B.cs:line 7]]></stack-trace></failure></test>
        <test name="A.B.Waits" type="A.B" method="Waits" result="Skip" time="0"><reason><![CDATA[later]]></reason></test></collection></assembly></assemblies>

        """;

    public const string Ctrf = """
        {"reportFormat":"CTRF","specVersion":"0.0.0","results":{"tool":{"name":"x"},"summary":{"tests":3,"passed":1,"failed":1,"skipped":1,"pending":0,"other":0,"start":1772359200000,"stop":1772359209000},"tests":[
        {"name":"A.B.Passes(x: 1)","status":"passed","duration":1500,"flaky":true,"retries":1,"stdout":["said"],"stderr":["cried"],"extra":{"type":"A.B","method":"Passes"}},
        {"name":"A.B.Fails","status":"failed","duration":0,"message":"no","trace":"   at A.B.Fails() in /src/B.cs:line 7","filePath":"/src/B.cs","line":5},
        {"name":"A.B.Waits","status":"skipped","duration":0,"extra":{"reason":"later"}}]}}

        """;

    public const string Tap = """
        TAP version 14
        # Subtest: numbers
            1..2
            ok 1 - one # time=1500ms
            not ok 2 - two
              ---
              message: 'no'
              location: '/src/two.js:7:3'
              ...
        not ok 1 - numbers
          ---
          duration_ms: 4
          ...
        ok 2 - waits # SKIP later
        1..2

        """;

    /// <summary>All of them, by the format's name.</summary>
    public static TheoryData<string, string> All => new() { { "trx", Trx }, { "junit", JUnit }, { "xunit", Xunit }, { "ctrf", Ctrf }, { "tap", Tap } };
}
