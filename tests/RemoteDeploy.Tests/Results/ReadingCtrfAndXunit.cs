using RemoteDeploy.Results;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tests.Results;

public sealed class ReadingCtrfAndXunit : IDisposable
{
    private readonly ResultText file = new("results");

    public void Dispose() => file.Dispose();

    [Fact]
    public void Ctrf_gives_all_that_it_says_of_a_test()
    {
        var tests = file.Read(ResultSamples.Ctrf).Value.Tests;

        Assert.Equal(("A.B", "Passes", "Passes(x: 1)", "said\ncried\n", true), (tests[0].Class, tests[0].Method, tests[0].DisplayName, tests[0].Output, tests[0].Flaky));
        Assert.Equal("/src/B.cs(7)", tests[1].Location!.ToString());
        Assert.Equal("later", tests[2].Message);
    }

    [Theory]
    [InlineData("passed", TestOutcome.Passed)]
    [InlineData("pending", TestOutcome.Skipped)]
    [InlineData("other", TestOutcome.Failed)]
    [InlineData("wonderful", TestOutcome.Failed)]
    public void Ctrf_passes_only_what_passed(string status, TestOutcome outcome) =>
        Assert.Equal(outcome, Assert.Single(file.Read("""{"results":{"summary":{"tests":1},"tests":[{"name":"a","status":"?"}]}}""".Replace("?", status, StringComparison.Ordinal)).Value.Tests).Outcome);

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"results":{}}""")]
    [InlineData("""{"results":{"tests":[]}}""")]
    [InlineData("""{"results":{"summary":{"tests":1}}}""")]
    [InlineData("""{"results":{"summary":{"tests":99999999999},"tests":[]}}""")]
    [InlineData("""{"results":{"summary":{"tests":1},"tests":[1]}}""")]
    [InlineData("""{"results":[]}""")]
    [InlineData("""{"results":{"summary":{"tests":0},"tests":[]}}{}""")]
    [InlineData("""{"results":{"summary":{"tests":1},"tests":[{"name":"\ud800","status":"passed"}]}}""")]
    public void Ctrf_that_is_none_is_refused(string text) => Assert.False(file.Read(text).Succeeded);

    [Fact]
    public void Ctrf_with_errors_outside_of_tests_is_not_whole() =>
        Assert.Contains("2 errors", file.Read("""{"results":{"extra":{"suites":[{"errors":[{"message":"x"},"y"]}]},"summary":{"tests":0},"tests":[]}}""").Value.Incomplete, StringComparison.Ordinal);

    [Fact]
    public void Xunit_counts_errors_outside_of_tests_as_failed_ones()
    {
        var result = file.Read(ResultSamples.Xunit).Value;

        Assert.Equal(4, result.Announced);
        Assert.Equal(("(test-class-cleanup A.B)", TestOutcome.Failed, "did not close", 3), (result.Tests[0].Name, result.Tests[0].Outcome, result.Tests[0].Message, result.Tests[0].Location!.Line));
        Assert.Equal(("said", "/src/B.cs(3)"), (result.Tests[1].Output, result.Tests[1].Location!.ToString()));
    }

    [Theory]
    [InlineData("<assemblies><assembly><collection/></assembly></assemblies>")]
    [InlineData("<assembly total='many'/>")]
    [InlineData("<assemblies><assembly total='2147483647'/><assembly total='2147483647'/></assemblies>")]
    public void Xunit_without_a_number_that_can_be_is_refused(string text) => Assert.False(file.Read(text).Succeeded);

    [Theory]
    [InlineData("<assemblies/>")]
    [InlineData("<assemblies><assembly total='0'/></assemblies>")]
    public void Xunit_without_tests_has_none(string text) => Assert.Empty(file.Read(text).Value.Tests);

    [Theory]
    [InlineData("<TestRun><Results/><ResultSummary outcome='Aborted'><Counters total='0'/></ResultSummary></TestRun>", "Aborted")]
    [InlineData("<TestRun><Results/><ResultSummary outcome='Completed'><Counters total='0'/><RunInfos><RunInfo outcome='Error'><Text>host crashed</Text></RunInfo><RunInfo outcome='Error'><Text>and again</Text></RunInfo></RunInfos></ResultSummary></TestRun>", "host crashed")]
    public void Trx_of_a_run_that_was_cut_short_is_not_whole(string text, string why) => Assert.Contains(why, file.Read(text).Value.Incomplete, StringComparison.Ordinal);

    [Fact]
    public void Trx_gives_class_method_and_output()
    {
        var tests = file.Read(ResultSamples.Trx).Value.Tests;

        Assert.Equal(("A.B", "Passes", "Passes(x: 1)", "said\ncried"), (tests[0].Class, tests[0].Method, tests[0].DisplayName, tests[0].Output));
        Assert.Null(tests[2].Class);
    }

    [Theory]
    [InlineData("<testsuites tests='5'><testsuite tests='1'><testcase name='a'/></testsuite></testsuites>", 5)]
    [InlineData("<testsuites><testsuite tests='1'><testcase name='a'/></testsuite><testsuite name='died' tests='4'/></testsuites>", 5)]
    [InlineData("<testsuite tests='1'><testcase name='a'/><testsuite tests='2'><testcase name='b'/><testcase name='c'/></testsuite></testsuite>", 3)]
    [InlineData("<testsuite tests='3'><testcase name='a'/><testsuite tests='2'><testcase name='b'/><testcase name='c'/></testsuite></testsuite>", 3)]
    [InlineData("<testsuites><testsuite><testcase name='a'/></testsuite></testsuites>", null)]
    public void JUnit_believes_the_outermost_number(string text, int? announced) => Assert.Equal(announced, file.Read(text).Value.Announced);

    [Fact]
    public void Output_is_capped_with_head_and_tail()
    {
        var said = "begin" + new string('x', 1_000_000) + "end";
        var output = Assert.Single(file.Read($"<testsuite tests='1'><testcase name='a'><system-out>{said}</system-out></testcase></testsuite>").Value.Tests).Output!;

        Assert.InRange(output.Length, 60_000, 64 * 1024);
        Assert.StartsWith("begin", output, StringComparison.Ordinal);
        Assert.EndsWith("end", output, StringComparison.Ordinal);
        Assert.Contains("characters left out", output, StringComparison.Ordinal);
    }
}
