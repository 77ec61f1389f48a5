using System.Xml.Linq;
using RemoteDeploy.Faults;
using RemoteDeploy.Results;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tests.Results;

public sealed class ReadingJUnit : IDisposable
{
    private readonly ResultText file = new("junit.xml");

    public void Dispose() => file.Dispose();

    [Fact]
    public void Takes_what_pytest_writes()
    {
        var result = file.Read("""
            <?xml version="1.0"?><testsuites><testsuite name="pytest" errors="1" failures="1" skipped="1" tests="4" time="0.5">
              <testcase classname="tests.test_a" name="test_ok" time="0.25" />
              <testcase classname="tests.test_a" name="test_bad" time="nan" file="tests/test_a.py" line="12"><failure message="assert 1 == 2">trace</failure></testcase>
              <testcase classname="tests.test_a" name="test_error" time="-1"><error message="boom">at Foo() in /src/F.cs:line 9</error></testcase>
              <testcase classname="tests.test_a" name="test_skip" time="1e300"><skipped message="later" /></testcase>
            </testsuite></testsuites>
            """).Value;

        Assert.Equal(4, result.Announced);
        Assert.Equal(
            [("tests.test_a.test_ok", TestOutcome.Passed, null, null), ("tests.test_a.test_bad", TestOutcome.Failed, "assert 1 == 2", "tests/test_a.py(12)"),
            ("tests.test_a.test_error", TestOutcome.Failed, "boom", "/src/F.cs(9)"), ("tests.test_a.test_skip", TestOutcome.Skipped, "later", (string?)null)],
            result.Tests.Select(test => (test.Name, test.Outcome, test.Message, test.Location?.ToString())));
        Assert.Equal([TimeSpan.FromMilliseconds(250), default, default, default], result.Tests.Select(test => test.Duration));
    }

    [Fact]
    public void Takes_a_single_suite_and_nested_ones()
    {
        Assert.Equal((1, 1), Counts("<testsuite tests='1'><testcase name='a'/></testsuite>"));
        Assert.Equal((3, 3), Counts("<testsuites><testsuite tests='3'><testsuite tests='2'><testcase name='a'/><testcase name='b'/></testsuite><testsuite tests='1'><testcase name='c'/></testsuite></testsuite></testsuites>"));
    }

    [Fact]
    public void Says_when_fewer_tests_are_there_than_announced() => Assert.Equal((1, 5), Counts("<testsuite tests='5'><testcase name='a'/></testsuite>"));

    /// <summary>Catch2 says how many assertions there were.</summary>
    [Fact]
    public void Does_not_take_assertions_for_tests()
    {
        var result = file.Read("<testsuites><testsuite name='t' errors='0' failures='0' tests='31' hostname='tbd' time='0.1'><testcase classname='t' name='a' status='run'/><testcase classname='t' name='b' status='run'/></testsuite></testsuites>").Value;

        Assert.Equal((2, null), (result.Tests.Count, result.Announced));
    }

    [Theory]
    [InlineData("<testsuite name='x'><testcase name='a'/><error message='setup died'/></testsuite>")]
    [InlineData("<testsuites><testsuite name='x'><failure message='setup died'/><error/></testsuite><testsuite><error/><failure/></testsuite></testsuites>")]
    [InlineData("<testsuites><testsuite name='x'><failure message='setup died'/></testsuite><testsuite><testcase name='a'/></testsuite></testsuites>")]
    public void Takes_a_failure_of_the_suite_itself_for_one(string text) => Assert.Contains("setup died", file.Read(text).Value.Incomplete, StringComparison.Ordinal);

    [Fact]
    public void Counts_a_test_that_only_says_that_it_failed_among_the_failures()
    {
        var result = file.Read("<testsuite tests='1' failures='1'><testcase name='a' status='failed'/></testsuite>").Value;

        var skipped = file.Read("<testsuite tests='1' failures='1'><testcase name='a' status='failed'><skipped/></testcase></testsuite>").Value;

        Assert.Equal((1L, 1L), (result.AnnouncedFailures, result.Failures));
        Assert.Equal((1L, 0L), (skipped.AnnouncedFailures, skipped.Failures));
    }

    [Theory]
    [InlineData("<testsuites/>")]
    [InlineData("<testsuite tests='0'/>")]
    [InlineData("<testsuites><testsuite name='empty'/></testsuites>")]
    public void Reads_no_test_as_no_test(string text) => Assert.Empty(file.Read(text).Value.Tests);

    [Theory]
    [InlineData("<testsuites><testsuite tests='2147483647'><testcase/></testsuite><testsuite tests='2147483647'><testcase/></testsuite></testsuites>")]
    [InlineData("<testsuite tests='-1'><testcase name='a'/></testsuite>")]
    [InlineData("<testsuite tests='x'><testcase name='a'/></testsuite>")]
    public void Never_believes_numbers_that_cannot_be(string text)
    {
        var read = file.Read(text);

        Assert.True(!read.Succeeded || read.Value.Announced != read.Value.Tests.Count);
        Assert.All(read.Faults, fault => Assert.Equal(FaultCatalog.ResultsUnreadable, fault.Code));
    }

    [Theory]
    [InlineData("<testcase name='DISABLED_Wear' status='notrun' result='suppressed'/>", TestOutcome.Skipped)] // GoogleTest
    [InlineData("<testcase name='DISABLED_Wear' status='notrun'/>", TestOutcome.Skipped)] // before 1.10
    [InlineData("<testcase name='a' status='run' result='skipped'/>", TestOutcome.Skipped)]
    [InlineData("<testcase name='a' status='disabled'/>", TestOutcome.Skipped)] // CTest
    [InlineData("<testcase name='a' status='skipped'/>", TestOutcome.Skipped)]
    [InlineData("<testcase name='a' status='run' result='completed'/>", TestOutcome.Passed)]
    [InlineData("<testcase name='a' status='passed'/>", TestOutcome.Passed)]
    [InlineData("<testcase name='a' status='failed'/>", TestOutcome.Failed)]
    [InlineData("<testcase name='a' status='fail'/>", TestOutcome.Failed)]
    [InlineData("<testcase name='a' status='timedout'/>", TestOutcome.Failed)]
    [InlineData("<testcase name='a' status='SKIPPED'/>", TestOutcome.Skipped)]
    [InlineData("<testcase name='a' result='disabled'/>", TestOutcome.Skipped)]
    [InlineData("<testcase name='a' result='bpass'/>", TestOutcome.Passed)] // Qt, of a test that it knows to be unsteady
    [InlineData("<testcase name='a' result='crashed'/>", TestOutcome.Failed)]
    [InlineData("<testcase name='a' status='Success' result='completed'/>", TestOutcome.Passed)]
    [InlineData("<testcase name='a' status='Error'/>", TestOutcome.Failed)]
    [InlineData("<testcase name='a' status='run' result='failed'/>", TestOutcome.Failed)]
    [InlineData("<testcase name='a' status='failed'><skipped/></testcase>", TestOutcome.Skipped)]
    [InlineData("<testcase name='a' status='notrun'><failure message='no program'/></testcase>", TestOutcome.Failed)]
    public void Does_not_take_a_test_that_was_left_out_for_a_passed_one(string test, TestOutcome outcome) =>
        Assert.Equal(outcome, Assert.Single(file.Read($"<testsuite tests='1' disabled='1'>{test}</testsuite>").Value.Tests).Outcome);

    [Fact]
    public void Is_stamped_with_host_and_bytes()
    {
        file.Read("<testsuites><testsuite name='a' tests='1'><properties><property name='seed' value='7'/></properties><testcase name='x'/></testsuite><testsuite name='b'/></testsuites>");
        var stamped = file.Path + ".stamped";

        StampedCopy.Write(file.Path, stamped, new ResultStamp("h1", "abc", "md5:abc"));

        var suites = XDocument.Load(stamped).Descendants("testsuite").Select(suite => string.Join(' ', suite.Element("properties")!.Elements().Select(property => $"{property.Attribute("name")!.Value}={property.Attribute("value")!.Value}")));
        Assert.Equal(["seed=7 RemoteDeploy.Host=h1 RemoteDeploy.Release=abc RemoteDeploy.Manifest=md5:abc", "RemoteDeploy.Host=h1 RemoteDeploy.Release=abc RemoteDeploy.Manifest=md5:abc"], suites);
        Assert.Single(ResultReader.Read(stamped).Value.Tests);
    }

    private (int Tests, int? Announced) Counts(string text) => (file.Read(text).Value.Tests.Count, file.Read(text).Value.Announced);
}
