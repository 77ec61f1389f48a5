using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Results.BuildServers;

/// <summary>A remark that a build server shows at a place in the source. All texts are safe, yet not escaped for a server.</summary>
/// <param name="IsError">True for an error, false for a warning.</param>
/// <param name="Title">A few words.</param>
/// <param name="Message">What happened; lines are parted by line feeds.</param>
/// <param name="Code">The fault code; null when it is none.</param>
/// <param name="Place">File and line; null when not known.</param>
internal sealed record Annotation(bool IsError, string Title, string Message, string? Code, SourceLocation? Place)
{
    private const int MaxLines = 12;

    /// <summary>One for each test that failed (on all hosts that it failed on), then for faults outside of tests, then warnings for flaky tests.</summary>
    public static IEnumerable<Annotation> Of(MergedRun run, string? root)
    {
        var tests = run.Groups.SelectMany(group => group.Tests);
        var failed = new Dictionary<(string, string), (MergedTest Test, List<string> Hosts)>();
        var flaky = new Dictionary<(string, string), (MergedTest Test, List<string> Hosts)>();
        foreach (var test in tests.Where(test => test.Flaky || test.Result.Outcome == TestOutcome.Failed))
        {
            var found = test.Flaky ? flaky : failed;
            var key = (test.Final.Suite, test.Result.Name);
            if (!found.TryGetValue(key, out var entry))
            {
                found.Add(key, entry = (test, []));
            }

            entry.Hosts.Add(test.Final.Host);
        }

        return [.. failed.Values.Select(one => OfTest(one.Test, one.Hosts, root)), .. run.AllFaults.Select(fault => OfFault(fault, root)), .. flaky.Values.Select(one => OfTest(one.Test, one.Hosts, root))];
    }

    /// <summary>Names of hosts, the first few.</summary>
    public static string Names(List<string> hosts, int limit = 5) => SafeText.Line(string.Join(", ", hosts.Take(limit))) + (hosts.Count > limit ? string.Create(CultureInfo.InvariantCulture, $" and {hosts.Count - limit} more") : "");

    private static Annotation OfTest(MergedTest test, List<string> hosts, string? root)
    {
        var told = test.Flaky ? test.Attempts.FirstOrDefault(attempt => attempt.Result.Outcome == TestOutcome.Failed)?.Result ?? test.Result : test.Result;
        string[] lines = [$"{(test.Flaky ? "passed only when it was tried again" : "failed")} on {Names(hosts)}", .. SafeText.Lines(told.Message, MaxLines)];
        return new Annotation(!test.Flaky, SafeText.Line(test.Result.Name, 200), string.Join('\n', lines), (test.Flaky ? FaultCatalog.TestFlaky : FaultCatalog.TestFailed).ToString(), Relative(told.Location, root));
    }

    private static Annotation OfFault(Fault fault, string? root) => new(IsError: true, $"{fault.Code} {SafeText.Line(fault.Message, 160)}", SafeText.Line(fault.ToSentence()), fault.Code.ToString(), Relative(fault.Location, root));

    private static SourceLocation? Relative(SourceLocation? place, string? root) => place is null ? null : place with { File = SafeText.Line(SourcePath.Of(place.File, root), 500) };
}
