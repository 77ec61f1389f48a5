using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Reporting;
using RemoteDeploy.Reporting.Html;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport;
using TestResult = RemoteDeploy.Testing.TestResult;

namespace RemoteDeploy.Tests.Reporting.Html;

public class PagesOfRuns
{
    private static readonly string[] Pieces = ["<script>alert(1)</script>", "</script>", "</style>", "</pre>", "-->", "<!--", "\" onload=\"x", "' onload='x", "&lt;", "&#60;", "javascript:", "\e[31m", "\0", "\u009b", "\ud800", "\u202e", "\r\n", "<", ">", "`", "]]>", "\u2028"];

    [Fact]
    public void Say_all_there_is() => ApprovedText.Verify(SamplePages.Text(SamplePages.Full()).Replace(PageResources.Style, "{style}", StringComparison.Ordinal).Replace(PageResources.Script, "{script}", StringComparison.Ordinal).Replace(PageResources.Policy.Replace("'", "&#39;", StringComparison.Ordinal), "{policy}", StringComparison.Ordinal), "full");

    /// <summary>The elements of a page are the same whatever text is in it, and the text comes out as it is read: none of it is obeyed.</summary>
    [Fact]
    public void Obey_nothing_that_a_host_says()
    {
        var shape = Shape(SamplePages.Text(SamplePages.Full()));
        Prop.ForAll<int[], NonNull<string>>((picks, random) =>
        {
            var text = "w" + string.Concat(picks.Take(2).Select(pick => Pieces[(pick & 0x7fffffff) % Pieces.Length])) + random.Get[..Math.Min(5, random.Get.Length)] + "w";
            var page = SamplePages.Text(SamplePages.Full(text));
            return Shape(page).SequenceEqual(shape)
                && page.All(character => !char.IsControl(character) || character == '\n')
                && Document(page).Descendants("li").Any(item => item.Value.Contains("A.B.Flaky" + SafeText.Line(text), StringComparison.Ordinal));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Need_nothing_but_themselves()
    {
        var page = SamplePages.Text(SamplePages.Full());

        Assert.DoesNotContain("http:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        var names = Document(page).Descendants().SelectMany(element => element.Attributes()).Select(attribute => attribute.Name.LocalName).ToHashSet();
        Assert.DoesNotContain("src", names);
        Assert.DoesNotContain(names, name => name.StartsWith("on", StringComparison.Ordinal) || name == "style");
        Assert.All(Document(page).Descendants("a"), link => Assert.StartsWith("#", link.Attribute("href")!.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Link_to_sections_that_are_there()
    {
        var page = Document(SamplePages.Text(SamplePages.Full()));
        var sections = page.Descendants("section").Select(section => "#" + section.Attribute("id")!.Value);

        Assert.Equal(sections.Order(), page.Descendants("a").Select(link => link.Attribute("href")!.Value).Order());
    }

    [Theory]
    [InlineData(TestOutcome.Passed, "good")]
    [InlineData(TestOutcome.Failed, "bad")]
    public void Say_the_verdict_first(TestOutcome outcome, string tone)
    {
        var page = SamplePages.Of("r", SamplePages.Test("h", "A.B.C", outcome));
        var fault = new Fault(FaultCatalog.TestFailed, "x");
        var report = page.Report with { Hosts = [page.Report.Hosts[0] with { Faults = outcome == TestOutcome.Failed ? [fault] : [] }] };

        Assert.Equal(tone, Document(SamplePages.Text(page with { Report = report })).Descendants("header").Single().Attribute("class")!.Value);
    }

    [Fact]
    public void Are_never_green_when_the_run_was_cancelled_or_has_faults()
    {
        Assert.Contains("<header class=\"warn\">", SamplePages.Text(Bare(report => report with { Cancelled = true })), StringComparison.Ordinal);
        Assert.Contains("<header class=\"bad\">", SamplePages.Text(Bare(report => report with { Faults = [new Fault(FaultCatalog.NothingSelected, "x")] })), StringComparison.Ordinal);
        Assert.Contains("<header class=\"good\">", SamplePages.Text(Bare(report => report)), StringComparison.Ordinal);
    }

    [Fact]
    public void Show_different_failures_of_a_test_once_each()
    {
        MergedTest Failed(string host, string message) => new(new TestAttempt("unit", host, new TestResult("A.B.C", TestOutcome.Failed, TimeSpan.Zero) { Message = message }));
        var page = Document(SamplePages.Text(SamplePages.Of("r", Failed("h1", "one"), Failed("h2", "two"), Failed("h3", "one"))));

        Assert.Equal(["one", "two"], page.Descendants("pre").Select(pre => pre.Value));
        Assert.Equal(["on h1,h3", "on h2"], page.Descendants("p").Where(p => p.Attribute("class")?.Value == "hosts").Select(p => p.Value));
    }

    private static RunPage Bare(Func<RunReport, RunReport> with) => new(with(new RunReport { RunId = "r", Verb = "deploy", Hosts = [new HostReport { Host = new Host { Name = "h", Address = "h" }, Outcome = HostOutcome.Activated }] }), []);

    private static List<string> Shape(string page) => [.. Document(page).Descendants().Select(element => element.Name.LocalName + string.Concat(element.Attributes().Select(attribute => " " + attribute.Name.LocalName)))];

    private static XDocument Document(string page)
    {
        const string start = "<!doctype html>\n";
        Assert.StartsWith(start, page, StringComparison.Ordinal);
        return XDocument.Parse(page[start.Length..]);
    }
}
