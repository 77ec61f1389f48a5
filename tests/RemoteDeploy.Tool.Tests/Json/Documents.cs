using System.Text;
using System.Text.Json;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Jobs;
using RemoteDeploy.Reporting;
using RemoteDeploy.Reporting.Json;
using RemoteDeploy.Reporting.Stored;
using RemoteDeploy.Results.Differences;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tool.Tests.Json;

public sealed class Documents
{
    [Fact]
    public void Of_a_report_with_everything_in_it() => ApprovedText.Verify(Text(stream => ReportJson.Write(Full(), stream)), "report");

    [Fact]
    public void Agree_with_the_report()
    {
        var report = Full();
        using var document = JsonDocument.Parse(Text(stream => ReportJson.Write(report, stream)));

        Assert.Equal(report.ExitCode, document.RootElement.GetProperty("exitCode").GetInt32());
        Assert.Equal(report.Succeeded, document.RootElement.GetProperty("succeeded").GetBoolean());
    }

    [Fact]
    public void Carry_any_text_and_cannot_command_a_terminal_or_build_server()
    {
        const string hostile = "\e[2J##vso[task.complete]\n::error::\u202E 日本 \ud83d\ude80 \0 end";
        var report = Reports.Of("exec", Reports.Activated("a") with { Command = new CommandReport(null, hostile, "", TimeSpan.Zero) });
        var text = Text(stream => ReportJson.Write(report, stream));

        Assert.All(text, character => Assert.True(character is >= ' ' and <= '~' or '\n'));
        Assert.DoesNotContain("##", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text.Split('\n'), line => line.TrimStart().StartsWith("::", StringComparison.Ordinal));
        using var document = JsonDocument.Parse(text);
        Assert.Equal(hostile, document.RootElement.GetProperty("hosts")[0].GetProperty("command").GetProperty("stdout").GetString());
    }

    [Fact]
    public void Have_the_same_fields_in_every_report()
    {
        var full = Fields(stream => ReportJson.Write(Full(), stream));
        var bare = Fields(stream => ReportJson.Write(new RunReport { RunId = "", Verb = "deploy" }, stream));

        Assert.Equal(full.Where(field => !field.Contains('.', StringComparison.Ordinal)), bare);
    }

    /// <summary>docs/json.md has a section for each kind of object, and names each of its fields there.</summary>
    [Fact]
    public void Are_documented_field_by_field()
    {
        var sections = Sections();
        string[] missing =
        [
            .. Undocumented(sections, "report", stream => ReportJson.Write(Full(), stream)),
            .. Undocumented(sections, "hosts", stream => HostsJson.Write([new Host { Name = "a", Address = "a" }], null, stream)),
            .. Undocumented(sections, "page", stream => PageJson.Write(StoredRun(), "/p", Comparison(), stream)),
            .. Undocumented(sections, "explain", stream => CatalogJson.Write(FaultCatalog.All, stream)),
        ];

        Assert.Empty(missing);
    }

    /// <summary>Every value that a word in the documents can take stands in docs/json.md.</summary>
    [Fact]
    public void Have_their_words_documented()
    {
        var document = File.ReadAllText(DocumentPath());
        string[] words = [.. Words<HostOutcome>(), .. Words<Phase>(), .. Words<FaultCategory>(), .. Words<Testing.TestOutcome>(), .. Words<HostKind>(), .. Words<JobCause>(), .. Words<JobState>(), .. Words<DifferenceKind>(), .. Words<FactRelation>(), .. Words<Testing.SuiteMode>()];

        Assert.DoesNotContain(words, word => !document.Contains($"`{word}`", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Words<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName);

    private static IEnumerable<string> Undocumented(Dictionary<string, string> sections, string document, Action<Stream> write) =>
        Fields(write)
            .Select(field => (Section: string.Join('.', [document, .. field.Split('.')[..^1]]), Name: field.Split('.')[^1]))
            .Select(field => (Section: Shared(field.Section), field.Name))
            .Where(field => !sections.GetValueOrDefault(field.Section, "").Contains($"| `{field.Name}` |", StringComparison.Ordinal))
            .Select(field => $"{field.Section}: {field.Name}");

    private static readonly HashSet<string> Lists = ["newlyFailing", "mended", "stillFailing", "newlyFlaky", "added", "gone"];

    /// <summary>Faults, ends of jobs, tests and conditions look the same wherever they stand.</summary>
    private static string Shared(string section) => section.EndsWith(".faults", StringComparison.Ordinal) ? "fault"
        : section.EndsWith(".jobs.end", StringComparison.Ordinal) ? "report.hosts.suites.job"
        : section.StartsWith("page.comparison.", StringComparison.Ordinal) && Lists.Contains(section.Split('.')[^1]) ? "page.comparison.tests"
        : section == "report.differences.others" ? "report.differences.conditions"
        : section;

    /// <summary>Text of each section by what stands in backquotes in its heading.</summary>
    private static Dictionary<string, string> Sections() => File.ReadAllText(DocumentPath())
        .Split("\n## ")
        .Skip(1)
        .Select(section => (Heading: section.Split('\n')[0], Text: section))
        .Where(section => section.Heading.Contains('`', StringComparison.Ordinal))
        .ToDictionary(section => section.Heading.Split('`')[1], section => section.Text, StringComparer.Ordinal);

    private static string DocumentPath([System.Runtime.CompilerServices.CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../../src/RemoteDeploy/docs/json.md"));

    private static List<string> Fields(Action<Stream> write)
    {
        using var document = JsonDocument.Parse(Text(write));
        return [.. Fields(document.RootElement, "").Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Fields(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Fields(item, path)),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(field => Fields(field.Value, $"{path}{field.Name}.").Prepend(path + field.Name)),
        _ => [],
    };

    private static string Text(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static JobEnd Ended => new()
    {
        Cause = JobCause.Exited,
        Status = 1,
        Began = DateTimeOffset.UnixEpoch,
        Ended = DateTimeOffset.UnixEpoch.AddSeconds(2),
        PeakBytes = 1 << 20,
        Leftovers = ["12 sleep 1000"],
        LostStreams = ["err"],
    };

    private static RunReport Full()
    {
        var host = Reports.Activated("lab01") with
        {
            Outcome = HostOutcome.Failed,
            Faults = [new Fault(FaultCatalog.DigestDiffers, "The file differs") { Host = "lab01", Phase = Phase.Verify, Path = "a b.dll", Expected = "12", Found = "34", Try = "Look", Location = new SourceLocation("/work/a.yml", 3, 4) }],
            Notes = ["a note"],
            LeftBehind = ["a lock"],
            Facts = Reports.Facts(),
            Suites = [Reports.Suite("lab01") with { Job = Ended }, Reports.Shared("lab01", "lab02")[0]],
            Jobs = [new JobListing("app", "20260102-030405-abcdef", "unit-1", JobState.Ended) { Suite = "unit", Program = "dotnet", Owner = "me@here", Started = DateTimeOffset.UnixEpoch, End = Ended }],
            Command = new CommandReport(2, "out", "err", TimeSpan.FromSeconds(0.1234)),
        };
        return Reports.Of("run", host, Reports.Unreachable("lab02")) with { Faults = [new Fault(FaultCatalog.SourceChanged, "It changed")], Differences = [Reports.Difference()], Pool = Reports.Pool() };
    }

    private static StoredRun StoredRun()
    {
        using var folder = new Folder();
        folder.Write("summary.json", Text(stream => ReportJson.Write(Full(), stream)));
        return Reporting.Stored.StoredRun.Find(folder.Path, folder.Path).Value;
    }

    private static RunComparison Comparison() => new()
    {
        RunId = "b",
        EarlierRunId = "a",
        NewlyFailing = Tests,
        Mended = Tests,
        StillFailing = Tests,
        NewlyFlaky = Tests,
        Added = Tests,
        Gone = Tests,
        Durations = [new ComparedDuration("s", "t", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2))],
        Releases = [new ComparedRelease("h", "1", "2")],
    };

    private static ComparedTest[] Tests => [new("s", "t", ["h"])];
}
