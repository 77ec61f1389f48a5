using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Faults;
using RemoteDeploy.Results;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;
using TestResult = RemoteDeploy.Testing.TestResult;

namespace RemoteDeploy.Tests.Results.Merging;

public sealed class HostileTextInMergedFiles : IDisposable
{
    private static readonly string[] Pieces = ["\0", "\e[31m", "\u009b", "\ud800", "\udc00", "\ufffe", "\uffff", "]]>", "<!--", "&amp;", "\r\n", "\t", "\"", "'", "🚀", "word", "\u202e", "\v", "<![CDATA["];
    private readonly ResultText file = new("hostile");

    public void Dispose() => file.Dispose();

    [Fact]
    public void Is_written_so_that_every_file_can_be_read() => Prop.ForAll<int[], string?, bool>((picks, random, failed) =>
    {
        var text = string.Concat(picks.Select(pick => Pieces[(pick & 0x7fffffff) % Pieces.Length])) + random;
        var run = Hostile(text, failed);
        var trx = file.Read(SampleRuns.Text(TrxWriter.Write, run)).Value;
        var junit = file.Read(SampleRuns.Text(JUnitWriter.Write, run)).Value;
        var lines = SampleRuns.Text(ResultLines.Write, run).TrimEnd('\n').Split('\n');
        return (trx.Tests.Count, trx.Announced) == (1, 1) && junit.Tests.Count == junit.Announced && junit.Announced == 3 && lines.Length == 2
            && lines.All(line => line.All(character => character is >= ' ' and <= '~') && ResultLines.TryParse(line, out _));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Is_kept_in_lines_as_it_was() => Prop.ForAll<NonNull<string>, NonNull<string>>((name, message) =>
    {
        var attempt = new TestAttempt(name.Get, message.Get, new TestResult(name.Get, TestOutcome.Skipped, TimeSpan.FromMilliseconds(17)) { Message = message.Get, Output = name.Get, Location = new SourceLocation(name.Get, 3, 4) })
        {
            Number = 3,
            Unit = message.Get,
            Stamp = new ResultStamp(message.Get, name.Get, message.Get),
        };
        var line = SampleRuns.Text(ResultLines.Write, SampleRuns.Of(new MergedTest(attempt))).TrimEnd('\n');
        return HasHalfPairs(name.Get + message.Get) || (ResultLines.TryParse(line, out var read) && read == attempt);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cut_off_in_a_line_is_no_line()
    {
        var line = SampleRuns.Text(ResultLines.Write, SampleRuns.Full).Split('\n')[0];

        Assert.True(ResultLines.TryParse(line, out _));
        Assert.All(Enumerable.Range(0, line.Length), length => Assert.False(ResultLines.TryParse(line[..length], out _)));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"suite":"a","host":"b","name":"c","outcome":"wonderful"}""")]
    [InlineData("""{"suite":"a","host":"b","name":"c","outcome":"7"}""")]
    [InlineData("""{"suite":1,"host":"b","name":"c","outcome":"passed"}""")]
    public void That_is_json_but_no_result_is_no_line(string line) => Assert.False(ResultLines.TryParse(line, out _));

    [Theory]
    [InlineData("a\0b", "a\\x00b")]
    [InlineData("\e[31m", "\\x1B[31m")]
    [InlineData("\ufffe🚀\u0085", "\\uFFFE🚀\\x85")]
    [InlineData("a\r\n\tb", "a\r\n\tb")]
    [InlineData(null, "")]
    public void Is_spelled_out_for_xml(string? text, string safe) => Assert.Equal(safe, XmlText.Safe(text));

    [Fact]
    public void Is_spelled_out_where_it_is_half_a_pair() => Assert.Equal("x\\uD800\\uDC00y", XmlText.Safe("x\ud800" + "\\uDC00y"));

    private static MergedRun Hostile(string text, bool failed)
    {
        var result = new TestResult(text, failed ? TestOutcome.Failed : TestOutcome.Passed, TimeSpan.Zero) { Class = text, Method = text, Message = text, StackTrace = text, Output = text, Location = new SourceLocation(text, 1) };
        var stamp = new ResultStamp(text, text, text);
        var first = new TestAttempt(text, text, result with { Outcome = TestOutcome.Failed }) { Unit = text, Stamp = stamp };
        var group = new MergedGroup(text, text) { Stamp = stamp, Output = text, Tests = [new MergedTest(first, first with { Number = 2, Result = result })], Faults = [new Fault(FaultCatalog.ResultsStale, text) { Host = text }] };
        return new MergedRun(text) { Groups = [group], Faults = [new Fault(FaultCatalog.ZeroTests, text)] };
    }

    private static bool HasHalfPairs(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)) != text;
}
