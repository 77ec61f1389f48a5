using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Faults;
using RemoteDeploy.Pool;
using RemoteDeploy.Results.BuildServers;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport;
using RemoteDeploy.Tests.Results.Merging;
using TestResult = RemoteDeploy.Testing.TestResult;

namespace RemoteDeploy.Tests.Results.BuildServers;

public class SummariesAndAnnotations
{
    private static readonly string[] Pieces = ["::error::", "##vso[task.complete]", "##[error]", "\n", "\r", "\e[31m", "`", "````", "|", "](http://x)", "<script>", "</details>", "&#60;", "*", "_", "@user", "https://e.org", "www.e.org", "%0A", ";", "]", ",", ":", "\u202e", "\u2028", "# ", "\ud800", "name"];

    [Fact]
    public void Of_a_run_as_markdown() => ApprovedText.Verify(GitHubSummary.Markdown(SampleRuns.Full), "markdown");

    [Fact]
    public void Of_a_pool_say_how_it_went_below_the_verdict()
    {
        var pool = new PoolReport(new PoolSummary(TimeSpan.FromSeconds(22.1), TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(8), 6)) { Units = 200, Batches = 31, Reruns = 1, LostHosts = ["a|b"] };

        var lines = GitHubSummary.Markdown(SampleRuns.Full with { Pool = pool }).Split('\n');

        Assert.Equal("Pool: 6 hosts, 22.1 s; ideal 20.0 s &#40;1.11x&#41;; 200 units in 31 jobs, 1 rerun.", lines[4]);
        Assert.Equal("- a&#124;b&#58; lost; what they had in hand was left to other hosts", lines[6]);
    }

    [Fact]
    public void Of_a_run_for_github() => ApprovedText.Verify(string.Join('\n', GitHubAnnotations.Lines(SampleRuns.Full, "/src")), "github");

    [Fact]
    public void Of_a_run_for_azure() => ApprovedText.Verify(string.Join('\n', AzureIssues.Lines(SampleRuns.Full, "/src/")), "azure");

    [Theory]
    [InlineData("/_/src/x.cs", null, "src/x.cs")]
    [InlineData("/home/ci/repo/src/x.cs", "/home/ci/repo", "src/x.cs")]
    [InlineData("C:\\repo\\src\\x.cs", "C:\\repo\\", "src/x.cs")]
    [InlineData("/home/ci/repository/x.cs", "/home/ci/repo", "/home/ci/repository/x.cs")]
    [InlineData("/elsewhere/x.cs", null, "/elsewhere/x.cs")]
    [InlineData("/elsewhere/x.cs", "", "/elsewhere/x.cs")]
    public void Name_sources_below_the_repository(string file, string? root, string path) => Assert.Equal(path, SourcePath.Of(file, root));

    [Fact]
    public void Name_a_test_that_failed_on_many_hosts_once()
    {
        var run = SampleRuns.Of([.. Enumerable.Range(1, 40).Select(host => new MergedTest(new TestAttempt("s", $"h{host}", SampleRuns.Failure("A.B.Fails"))))]);

        Assert.Contains("failed on h1, h2, h3, h4, h5 and 35 more", Assert.Single(GitHubAnnotations.Lines(run)), StringComparison.Ordinal);
        Assert.Single(AzureIssues.Lines(run));
    }

    [Fact]
    public void Say_what_they_leave_out()
    {
        var run = SampleRuns.Of([.. Enumerable.Range(1, 500).Select(number => new MergedTest(new TestAttempt("s", "h", SampleRuns.Failure($"A.B.Fails{number}"))))]);

        var github = GitHubAnnotations.Lines(run).ToList();
        Assert.Equal((10, "::error title=RemoteDeploy::491 more are in the job summary and the report"), (github.Count, github[^1]));
        var azure = AzureIssues.Lines(run).ToList();
        Assert.Equal((50, "##vso[task.logissue type=error;]451 more are in the report"), (azure.Count, azure[^1]));
        Assert.Contains("and 450 more failed tests", GitHubSummary.Markdown(run), StringComparison.Ordinal);
    }

    [Fact]
    public void Never_call_a_run_without_a_passed_test_green()
    {
        Assert.StartsWith("## ❌", GitHubSummary.Markdown(new MergedRun("empty")), StringComparison.Ordinal);
        Assert.StartsWith("## ❌", GitHubSummary.Markdown(new MergedRun("lost") { Faults = [new Fault(FaultCatalog.ZeroTests, "x")], Groups = Green().Groups }), StringComparison.Ordinal);
        Assert.StartsWith("## ❌", GitHubSummary.Markdown(new MergedRun("unproven") { Groups = [new MergedGroup("smoke", "h")] }), StringComparison.Ordinal);
        Assert.StartsWith("## ✅", GitHubSummary.Markdown(Green()), StringComparison.Ordinal);
    }

    [Fact]
    public void Call_a_suite_without_single_tests_green_when_its_bytes_were_proven_and_nothing_is_wrong() => Assert.StartsWith(
        "## ✅",
        GitHubSummary.Markdown(new MergedRun("smoke") { Groups = [new MergedGroup("smoke", "h") { Stamp = new RemoteDeploy.Results.ResultStamp("h", "1.0", "abc") }] }),
        StringComparison.Ordinal);

    [Fact]
    public void Stay_below_what_github_takes()
    {
        var text = new string('\u20ac', 5_000) + string.Concat(Enumerable.Repeat("\n|`" + new string('&', 3000), 30));
        var tests = Enumerable.Range(0, 60).Select(number => new MergedTest(new TestAttempt(text, $"{number}{text}", new TestResult($"{number}{text}", TestOutcome.Failed, TimeSpan.Zero) { Message = text, StackTrace = text, Output = text })));

        Assert.InRange(Encoding.UTF8.GetByteCount(GitHubSummary.Markdown(SampleRuns.Of([.. tests]))), 100_000, 1 << 20);
    }

    [Fact]
    public void Obey_nothing_that_a_host_says() => Prop.ForAll<int[], string?>((picks, random) =>
    {
        var text = string.Concat(picks.Select(pick => Pieces[(pick & 0x7fffffff) % Pieces.Length])) + random;
        var failed = new TestResult(text, TestOutcome.Failed, TimeSpan.Zero) { Message = text, StackTrace = text, Output = text, Location = new SourceLocation(text, 3) };
        var run = SampleRuns.Of(
            new MergedTest(new TestAttempt(text, text, failed)),
            new MergedTest(new TestAttempt(text, text, failed), new TestAttempt(text, text, failed with { Outcome = TestOutcome.Passed }) { Number = 2 })) with { RunId = text };
        return GitHubAnnotations.Lines(run).All(line => IsOneCommand(line, "::error ", "::warning "))
            && AzureIssues.Lines(run).All(line => IsOneCommand(line, "##vso[task.logissue type=error;", "##vso[task.logissue type=warning;") && !line[2..].Contains("##vso[", StringComparison.Ordinal))
            && IsShownOnly(GitHubSummary.Markdown(run));
    }).QuickCheckThrowOnFailure();

    private static MergedRun Green() => SampleRuns.Of(new MergedTest(new TestAttempt("s", "h", SampleRuns.Test("A.B.Passes", TestOutcome.Passed))));

    private static bool IsOneCommand(string line, params string[] starts) =>
        starts.Any(start => line.StartsWith(start, StringComparison.Ordinal)) && line.EnumerateRunes().All(rune => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator));

    // Outside of fences: no tag but our own, no link, no table cell too many, no mention; fences are closed.
    private static bool IsShownOnly(string markdown)
    {
        string? fence = null;
        var details = 0;
        foreach (var line in markdown.Split('\n'))
        {
            if (line.Any(character => char.IsControl(character) || character is '\u202e' or '\u2028') || line.Contains("##vso[", StringComparison.Ordinal))
            {
                return false;
            }

            if (fence is null && line.StartsWith("```", StringComparison.Ordinal))
            {
                fence = line[..^"text".Length];
            }
            else if (fence is not null)
            {
                fence = line == fence ? null : fence;
            }
            else
            {
                details += line.StartsWith("<details><summary>", StringComparison.Ordinal) ? 1 : line == "</details>" ? -1 : 0;
                var own = line.Replace("<details><summary>", "", StringComparison.Ordinal).Replace("</summary>", "", StringComparison.Ordinal).Replace("</details>", "", StringComparison.Ordinal);
                if (own.IndexOfAny(['<', '>', '`', '@', '[', ']']) >= 0 || own.Contains("://", StringComparison.Ordinal) || own.Contains("www.", StringComparison.OrdinalIgnoreCase)
                    || (own.StartsWith('|') && own.Count(character => character == '|') != 9) || details is < 0 or > 1)
                {
                    return false;
                }
            }
        }

        return fence is null && details == 0;
    }
}
