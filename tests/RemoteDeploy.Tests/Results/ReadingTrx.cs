using System.Xml.Linq;
using RemoteDeploy.Faults;
using RemoteDeploy.Results;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tests.Results;

public sealed class ReadingTrx : IDisposable
{
    private const string Sample = """
        <?xml version="1.0" encoding="utf-8"?>
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010" id="1" name="x">
          <Results>
            <UnitTestResult testName="A.Passes" outcome="Passed" duration="00:00:01.5000000" computerName="controller" />
            <UnitTestResult testName="A.Fails" outcome="Failed" duration="00:00:00.0100000">
              <Output><ErrorInfo>
                <Message>Assert.Equal() Failure &#xD;&#xA; Expected: 1</Message>
                <StackTrace>   at A.Fails() in /src/a b/Tests.cs:line 17
           at Other() in /src/Other.cs:line 3</StackTrace>
              </ErrorInfo></Output>
            </UnitTestResult>
            <UnitTestResult testName="A.Skipped" outcome="NotExecuted"><Output><ErrorInfo><Message>no hardware</Message></ErrorInfo></Output></UnitTestResult>
            <UnitTestResult testName="A.Explicit" outcome="NotRunnable"><Output><StdOut>ask for it</StdOut></Output></UnitTestResult>
            <UnitTestResult testName="A.Aborted" outcome="Aborted" />
            <UnitTestResult testName="A.Unknown" outcome="Wonderful" />
            <UnitTestResult duration="not a time" />
          </Results>
          <TestDefinitions>
            <UnitTest name="A.Passes" id="1"><Execution id="2" /><TestMethod className="A" name="Passes" /></UnitTest>
          </TestDefinitions>
          <ResultSummary outcome="Failed"><Counters total="7" executed="5" passed="1" failed="4" /></ResultSummary>
        </TestRun>
        """;

    private readonly ResultText file = new("sample.trx");

    public void Dispose() => file.Dispose();

    [Fact]
    public void Takes_names_outcomes_and_durations()
    {
        var result = file.Read(Sample).Value;

        Assert.Equal(7, result.Announced);
        Assert.Equal(["A.Passes", "A.Fails", "A.Skipped", "A.Explicit", "A.Aborted", "A.Unknown", "(no name)"], result.Tests.Select(test => test.Name));
        Assert.Equal([TestOutcome.Passed, TestOutcome.Failed, TestOutcome.Skipped, TestOutcome.Skipped, TestOutcome.Failed, TestOutcome.Failed, TestOutcome.Failed], result.Tests.Select(test => test.Outcome));
        Assert.Equal([TimeSpan.FromSeconds(1.5), TimeSpan.FromMilliseconds(10), default, default, default, default, default], result.Tests.Select(test => test.Duration));
    }

    [Fact]
    public void Takes_message_and_the_first_place_of_the_stack()
    {
        var (failed, skipped) = (file.Read(Sample).Value.Tests[1], file.Read(Sample).Value.Tests[2]);

        Assert.Equal(new SourceLocation("/src/a b/Tests.cs", 17), failed.Location);
        Assert.StartsWith("Assert.Equal() Failure", failed.Message, StringComparison.Ordinal);
        Assert.Equal(("no hardware", null), (skipped.Message, skipped.Location));
        Assert.Equal("ask for it", file.Read(Sample).Value.Tests[3].Message);
    }

    [Fact]
    public void Reads_a_run_without_tests_as_such()
    {
        var result = file.Read("<TestRun><Results/><ResultSummary><Counters total='0'/></ResultSummary></TestRun>").Value;

        Assert.Equal((0, 0), (result.Tests.Count, result.Announced!.Value));
    }

    [Theory]
    [InlineData("<TestRun><Results><UnitTestResult testName='A' outcome='Passed'/></Results></TestRun>")] // written to the end, but without a summary
    [InlineData("<TestRun><ResultSummary><Counters total='many'/></ResultSummary></TestRun>")]
    [InlineData("<TestRun><ResultSummary><Counters total='99999999999'/></ResultSummary></TestRun>")]
    public void Refuses_one_whose_summary_is_missing_or_makes_no_sense(string text) =>
        Assert.Equal([FaultCatalog.ResultsUnreadable], file.Read(text).Faults.Select(fault => fault.Code));

    [Fact]
    public void Is_stamped_with_host_and_bytes()
    {
        file.Read(Sample);
        var stamped = file.Path + ".stamped";

        StampedCopy.Write(file.Path, stamped, new ResultStamp("rack-7 <&\"", "1.0-abc", "md5:abc"));

        var elements = XDocument.Load(stamped).Descendants().ToLookup(element => element.Name.LocalName);
        Assert.All(elements["UnitTestResult"], element => Assert.Equal("rack-7 <&\"", (string?)element.Attribute("computerName")));
        Assert.All(elements["UnitTest"], test => Assert.Equal(
            [("RemoteDeploy.Host", "rack-7 <&\""), ("RemoteDeploy.Release", "1.0-abc"), ("RemoteDeploy.Manifest", "md5:abc")],
            test.Descendants().Where(element => element.Name.LocalName == "Property").Select(property => (property.Elements().First().Value, property.Elements().Last().Value))));
        Assert.NotEmpty(elements["UnitTest"]);
        Assert.Equal(file.Read(Sample).Value.Tests, ResultReader.Read(stamped).Value.Tests);
    }
}
