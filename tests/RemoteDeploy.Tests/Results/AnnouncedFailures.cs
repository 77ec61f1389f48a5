using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Faults;
using RemoteDeploy.Results;

namespace RemoteDeploy.Tests.Results;

/// <summary>What the summary of a file says of failures, against its tests.</summary>
public sealed class AnnouncedFailures : IDisposable
{
    private const string Failure = "<testcase name='f'><failure/></testcase>";
    private readonly ResultText file = new("results");

    public void Dispose() => file.Dispose();

    [Theory]
    [InlineData("<testsuite tests='1' failures='1' errors='2'><testcase/></testsuite>", 2)]
    [InlineData("<testsuite tests='1' errors=' 1 '><testcase/></testsuite>", 1)]
    [InlineData("<testsuite tests='1' failures='99999999999'><testcase/></testsuite>", int.MaxValue)]
    [InlineData("<testsuites errors='1'><testsuite errors='1'><testcase/></testsuite></testsuites>", 1)]
    [InlineData("<testsuites tests='1' failures='3'><testsuite tests='1' failures='0'><testcase/></testsuite></testsuites>", 3)]
    [InlineData("<testsuites><testsuite failures='1'><testcase/></testsuite><testsuite><testsuite failures='2'><testcase/></testsuite></testsuite></testsuites>", 3)]
    [InlineData("""{"results":{"summary":{"tests":1,"passed":0,"failed":1},"tests":[{"name":"a","status":"passed"}]}}""", 1)]
    [InlineData("""{"results":{"summary":{"tests":1,"failed":2.0},"tests":[{"name":"a","status":"skipped"}]}}""", 2)]
    [InlineData("<TestRun><Results><UnitTestResult testName='A' outcome='Passed'/></Results><ResultSummary outcome='Failed'><Counters total='1' passed='0' failed='1'/></ResultSummary></TestRun>", 1)]
    [InlineData("<TestRun><Results><UnitTestResult testName='A' outcome='Passed'/></Results><ResultSummary><Counters total='1' failed='0' error='1'/></ResultSummary></TestRun>", 1)]
    [InlineData("<TestRun><Results><UnitTestResult testName='A' outcome='Passed'/></Results><ResultSummary><Counters total='1' timeout='1'/></ResultSummary></TestRun>", 1)]
    [InlineData("<TestRun><Results><UnitTestResult testName='A' outcome='Passed'/></Results><ResultSummary><Counters total='1' aborted='1'/></ResultSummary></TestRun>", 1)]
    [InlineData("<TestRun><Results><UnitTestResult testName='A' outcome='Passed'/></Results><ResultSummary><Counters total='1' disconnected='1'/></ResultSummary></TestRun>", 1)]
    [InlineData("<assemblies><assembly total='1' failed='1'><test name='a' result='Pass'/></assembly></assemblies>", 1)]
    public void That_no_test_tells_of_are_a_contradiction(string text, long announced)
    {
        var fault = Assert.Single(ResultChecks.Of("r", file.Read(text).Value));

        Assert.Equal((FaultCatalog.ResultsContradict, "0"), (fault.Code, fault.Found));
        Assert.StartsWith(announced.ToString("#,0", CultureInfo.InvariantCulture) + " failure", fault.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<testsuite tests='1' failures='1' errors='1'>" + Failure + "</testsuite>")] // errors may be counted among failures
    [InlineData("<testsuite failures='3'><testcase><failure/><failure/><error/></testcase></testsuite>")] // failed assertions
    [InlineData("<testsuite failures='1'><testcase><flakyFailure/></testcase></testsuite>")]
    [InlineData("<testsuite tests='1'>" + Failure + "</testsuite>")]
    [InlineData("<testsuite tests='1' failures='0'>" + Failure + "</testsuite>")]
    [InlineData("<testsuites failures='1'><testsuite failures='1'>" + Failure + "</testsuite></testsuites>")]
    [InlineData("<testsuite failures=''><testcase/></testsuite>")]
    [InlineData("<testsuite failures='-1' errors='none'><testcase/></testsuite>")]
    [InlineData("""{"results":{"summary":{"tests":1},"tests":[{"name":"a","status":"passed"}]}}""")]
    [InlineData("""{"results":{"summary":{"tests":1,"failed":1},"tests":[{"name":"a","status":"other"}]}}""")]
    [InlineData("""{"results":{"summary":{"tests":1,"failed":-1},"tests":[{"name":"a","status":"passed"}]}}""")]
    [InlineData("<TestRun><Results><UnitTestResult testName='A' outcome='Error'/></Results><ResultSummary outcome='Failed'><Counters total='1' failed='1' error='1'/></ResultSummary></TestRun>")]
    [InlineData("<TestRun><Results><UnitTestResult testName='A' outcome='Passed'/></Results><ResultSummary outcome='Failed'><Counters total='1' passed='1' failed='0'/></ResultSummary></TestRun>")]
    [InlineData("<assemblies><assembly total='1' failed='0'><test name='a' result='Fail'/></assembly></assemblies>")]
    public void That_tests_tell_of_are_none(string text) => Assert.Empty(ResultChecks.Of("r", file.Read(text).Value));

    [Theory]
    [InlineData("<testsuite tests='2' failures='1'><testcase/></testsuite>", "number of tests")]
    [InlineData("<TestRun><Results/><ResultSummary outcome='Failed'><Counters total='0' error='1'/><RunInfos><RunInfo outcome='Error'><Text>crashed</Text></RunInfo></RunInfos></ResultSummary></TestRun>", "not complete")]
    public void Are_not_told_where_the_reason_is(string text, string told) => Assert.Contains(told, Assert.Single(ResultChecks.Of("r", file.Read(text).Value)).Message, StringComparison.Ordinal);

    /// <summary>A suite counts its own or all below it, errors beside failures or among them: none is red for it, and each is when its failures are gone.</summary>
    [Fact]
    public void Of_junit_are_right_however_a_writer_counts() => Prop.ForAll<bool?[], bool?[], bool>((outer, inner, below) => new[] { true, false }.All(among =>
    {
        string Suite(bool?[] own, bool?[] counted, string within)
        {
            var (failures, errors) = (counted.Count(one => one == false), counted.Count(one => one is null));
            return $"<testsuite failures='{failures + (among ? errors : 0)}' errors='{errors}'>{string.Concat(own.Select(Case))}{within}</testsuite>";
        }

        var text = Suite(outer, below ? [.. outer, .. inner] : outer, Suite(inner, inner, ""));
        var gone = text.Replace("<failure/>", "", StringComparison.Ordinal).Replace("<error/>", "", StringComparison.Ordinal);
        return !ResultChecks.Of("r", file.Read(text).Value).Any() && ResultChecks.Of("r", file.Read(gone).Value).Any() == (text != gone);
    })).QuickCheckThrowOnFailure();

    private static string Case(bool? passed) => passed switch { true => "<testcase/>", false => "<testcase><failure/></testcase>", _ => "<testcase><error/></testcase>" };
}
