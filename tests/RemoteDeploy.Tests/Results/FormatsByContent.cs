using RemoteDeploy.Results;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Results;

public sealed class FormatsByContent : IDisposable
{
    private readonly ResultText file = new("results.of-no-known-extension");

    public void Dispose() => file.Dispose();

    [Theory]
    [MemberData(nameof(ResultSamples.All), MemberType = typeof(ResultSamples))]
    public void Are_found_whatever_the_file_is_called(string format, string text)
    {
        var result = file.Read(text).Value;

        Assert.Empty(ResultChecks.Of(format, result));
        Assert.Equal(format == "xunit" ? 4 : 3, result.Tests.Count);
        Assert.Contains(result.Tests, test => test is { Outcome: TestOutcome.Passed, Duration.TotalSeconds: 1.5 });
        Assert.Contains(result.Tests, test => test is { Outcome: TestOutcome.Failed, Message: "no", Location: { Line: 7 } });
        Assert.Contains(result.Tests, test => test.Outcome == TestOutcome.Skipped);
    }

    [Theory]
    [MemberData(nameof(ResultSamples.All), MemberType = typeof(ResultSamples))]
    public void Are_found_behind_a_byte_order_mark_and_empty_lines(string format, string text)
    {
        byte[] content = [0xEF, 0xBB, 0xBF, .. System.Text.Encoding.UTF8.GetBytes(format is "ctrf" or "tap" ? "\r\n" + text : text)];

        Assert.Equal(file.Read(text).Value.Tests, file.Read(content).Value.Tests);
    }

    [Fact]
    public void Are_found_in_utf16()
    {
        var text = ResultSamples.Trx.Replace("utf-8", "utf-16", StringComparison.Ordinal);

        Assert.Equal(3, file.Read(System.Text.Encoding.Unicode.GetPreamble().Concat(System.Text.Encoding.Unicode.GetBytes(text)).ToArray()).Value.Tests.Count);
    }

    [Theory]
    [MemberData(nameof(ResultSamples.All), MemberType = typeof(ResultSamples))]
    public void Keep_their_tests_when_they_are_stamped(string format, string text)
    {
        var tests = file.Read(text).Value.Tests;
        var stamped = file.Path + ".stamped";
        StampedCopy.Write(file.Path, stamped, new ResultStamp("rack-7 <&\"\n", "1.0-abc", "md5:abc"));

        var copy = ResultReader.Read(stamped).Value;

        Assert.Equal(tests, copy.Tests);
        Assert.Empty(ResultChecks.Of(format, copy));
        Assert.Contains("md5:abc", File.ReadAllText(stamped), StringComparison.Ordinal);
    }

    /// <summary>One run of a real xunit.v3 program, which writes five kinds of file: each says the same.</summary>
    [Fact]
    public async Task Agree_about_one_run_of_a_real_suite()
    {
        string[] kinds = ["trx", "junit", "ctrf", "xml", "xmlV1"];
        var folder = Path.GetDirectoryName(file.Path)!;
        var options = kinds.SelectMany(kind => new[] { "-" + kind, Path.Combine(folder, kind) });
        await Programs.RunAsync(new ProgramCall("dotnet", [Path.Combine(Built.NativeSuite, "Suite.dll"), .. options, "-noColor", "-noAutoReporters"]) { Folder = Built.NativeSuite });

        var read = kinds.Select(kind => (kind, file: ResultReader.Read(Path.Combine(folder, kind)).Value)).ToList();

        Assert.All(read, one => Assert.Empty(ResultChecks.Of(one.kind, one.file)));
        Assert.Equal(8, read[0].file.Tests.Count);
        var truth = Outcomes(read[0].file);
        Assert.All(read, one => Assert.Equal(truth, Outcomes(one.file)));
        Assert.All(read, one => Assert.All(one.file.Tests, test => Assert.StartsWith("Suite.", test.Class, StringComparison.Ordinal)));
        Assert.All(read, one => Assert.EndsWith("Tests.cs", one.file.Tests.Single(test => test.Name == "Suite.Red.Fails").Location!.File, StringComparison.Ordinal));
        Assert.All(read.Where(one => one.kind != "junit"), one => Assert.Equal("Fails", one.file.Tests.Single(test => test.Name == "Suite.Red.Fails").Method));
        Assert.All(read.Where(one => one.kind is not "junit"), one => Assert.InRange(one.file.Latest!.Value, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddHours(13)));
    }

    // JUnit has no way to say that an explicit test was not run; the runner writes it as a passed one.
    private static List<(string, TestOutcome)> Outcomes(ResultFile result) =>
        [.. result.Tests.Where(test => !test.Name.EndsWith("asked_for_only", StringComparison.Ordinal)).Select(test => (test.Name, test.Outcome)).OrderBy(one => one.Name, StringComparer.Ordinal)];
}
