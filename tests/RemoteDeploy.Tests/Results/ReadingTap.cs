using RemoteDeploy.Results;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tests.Results;

public sealed class ReadingTap : IDisposable
{
    private readonly ResultText file = new("results.tap");

    public void Dispose() => file.Dispose();

    [Fact]
    public void Takes_points_with_and_without_number_and_name()
    {
        var tests = Whole("1..5\nok\nok 2\nnot ok 3 third\nok 4 - fourth \\# of it\nok - fifth # time=12.5ms\n").Tests;

        Assert.Equal(["test 1", "test 2", "third", "fourth # of it", "fifth"], tests.Select(test => test.Name));
        Assert.Equal([2], tests.Index().Where(test => test.Item.Outcome == TestOutcome.Failed).Select(test => test.Index));
        Assert.Equal(12.5, tests[4].Duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("ok 1 # skip no hardware", TestOutcome.Skipped, "no hardware")]
    [InlineData("ok 1 a # SKIPPED: no hardware", TestOutcome.Skipped, "no hardware")]
    [InlineData("not ok 1 a # SKIP", TestOutcome.Skipped, null)]
    [InlineData("not ok 1 a # TODO not written", TestOutcome.Skipped, "not written")]
    [InlineData("ok 1 a # TODO not written", TestOutcome.Passed, "not written")]
    [InlineData("ok 1 a \\# SKIP b", TestOutcome.Passed, null)]
    [InlineData("ok 1 issue#12 # fine", TestOutcome.Passed, null)]
    [InlineData("not ok 1 a", TestOutcome.Failed, null)]
    public void Obeys_directives(string point, TestOutcome outcome, string? message)
    {
        var test = Assert.Single(Whole($"TAP version 13\n1..1\n{point}\n").Tests);

        Assert.Equal((outcome, message), (test.Outcome, test.Message));
    }

    [Fact]
    public void Takes_what_node_writes()
    {
        var tests = Whole("""
            TAP version 13
            # Subtest: alone
            ok 1 - alone
              ---
              duration_ms: 0.5
              type: 'test'
              ...
            # Subtest: outer
                # Subtest: inner
                not ok 1 - inner
                  ---
                  duration_ms: 1.25
                  location: 'C:\\src\\a.test.js:12:3'
                  failureType: 'testCodeFailure'
                  error: 'Expected values to be strictly equal'
                  stack: |-
                    TestContext.<anonymous> (file:///src/a.test.js:13:10)
                  ...
                1..1
            not ok 2 - outer
              ---
              duration_ms: 2
              ...
            1..2
            # tests 2
            # pass 1

            """).Tests;

        Assert.Equal([("alone", TestOutcome.Passed, 0.5), ("outer > inner", TestOutcome.Failed, 1.25)], tests.Select(test => (test.Name, test.Outcome, test.Duration.TotalMilliseconds)));
        Assert.Equal(("Expected values to be strictly equal", 12, "outer"), (tests[1].Message, tests[1].Location!.Line, tests[1].Class));
        Assert.Contains("TestContext", tests[1].StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_what_bats_writes()
    {
        var tests = Whole("1..2\nok 1 addition in 3ms\nnot ok 2 failing\n# (in test file a.bats, line 9)\n#   `[ \"$x\" -eq 5 ]' failed\n").Tests;

        Assert.Equal("(in test file a.bats, line 9)\n`[ \"$x\" -eq 5 ]' failed", tests[1].Message);
    }

    [Fact]
    public void Counts_a_subtest_that_failed_without_a_failed_point()
    {
        var tests = Whole("1..1\n    1..1\n    ok 1 - inner\nnot ok 1 - outer\n").Tests;

        Assert.Equal([("outer > inner", TestOutcome.Passed), ("outer", TestOutcome.Failed)], tests.Select(test => (test.Name, test.Outcome)));
    }

    [Fact]
    public void Keeps_the_reason_why_all_of_it_was_skipped()
    {
        var test = Assert.Single(Whole("1..0 # SKIP no display\n").Tests);

        Assert.Equal((TestOutcome.Skipped, "SKIP no display"), (test.Outcome, test.Message));
    }

    [Theory]
    [InlineData("ok 1\nok 2\n", "it has no plan")]
    [InlineData("TAP version 14\n", "it has no plan")]
    [InlineData("1..3\nok 1\nok 2\n", "its plan says 3 tests, it has 2")]
    [InlineData("1..1\nok 1\nok 2\n", "its plan says 1 tests, it has 2")]
    [InlineData("1..2\nok 1\nok 1\n", "its test number 1 came twice")]
    [InlineData("1..2\nok 1\nok 7\n", "it has test numbers beyond its plan of 2")]
    [InlineData("1..2\n1..2\nok 1\nok 2\n", "it has two plans")]
    [InlineData("1..2\nok 1\nBail out! no database\nok 2\n", "it was given up: Bail out! no database")]
    [InlineData("1..2\nok 1\n    Bail out! deep\n", "it was given up: Bail out! deep")]
    [InlineData("1..1\nok 1\n  ---\n  a: b\n", "it ends within the details of a test")]
    [InlineData("1..1\n    1..2\n    ok 1\nok 1 - outer\n", "subtest 'outer': its plan says 2 tests, it has 1")]
    [InlineData("1..1\n    ok 1\nok 1 - outer\n", "subtest 'outer': it has no plan")]
    [InlineData("1..0\n    1..1\n    ok 1\n", "has no test point that ends it")]
    public void Says_what_is_not_whole(string text, string why) => Assert.Contains(why, file.Read(text).Value.Incomplete, StringComparison.Ordinal);

    [Fact]
    public void Refuses_subtests_without_end() => Assert.False(file.Read("1..1\n" + string.Concat(Enumerable.Range(0, 1000).Select(depth => new string(' ', depth * 4) + "# Subtest: x\n"))).Succeeded);

    [Fact]
    public void Passes_over_what_other_programs_print() =>
        Assert.Equal(["a"], Whole("warming up\nokay then\nTAP version 13\n1..1\n   odd\npragma +strict\nok 1 - a\nnot okay\n").Tests.Select(test => test.Name));

    private ResultFile Whole(string text)
    {
        var result = file.Read(text).Value;
        Assert.Null(result.Incomplete);
        return result;
    }
}
