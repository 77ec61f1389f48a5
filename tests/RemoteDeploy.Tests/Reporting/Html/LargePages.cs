using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Reporting;
using RemoteDeploy.Reporting.Html;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;
using TestResult = RemoteDeploy.Testing.TestResult;

namespace RemoteDeploy.Tests.Reporting.Html;

/// <summary>200 hosts with 2,000 tests each. Results are made as they are asked for, so that what is measured is what the page keeps.</summary>
[Collection(nameof(LargePages))]
[CollectionDefinition(nameof(LargePages), DisableParallelization = true)]
public class LargePages
{
    private const int Hosts = 200;
    private const int Tests = 2000;

    [Theory]
    [InlineData(50)]
    [InlineData(1)]
    public void Stay_small_however_much_fails(int eachFails)
    {
        var (before, most) = (Live(), 0L);
        var report = new RunReport
        {
            RunId = "large",
            Verb = "test",
            Hosts = [.. Enumerable.Range(0, Hosts).Select(host => new HostReport { Host = new Host { Name = $"lab{host:D3}", Address = "x" }, Faults = [new Fault(FaultCatalog.TestFailed, "x")] })],
        };
        using var page = new MemoryStream();

        HtmlReport.Write(new RunPage(report, Results(eachFails, () => most = Math.Max(most, Live() - before))), page);

        Assert.InRange(page.Length, 50_000, 10_000_000);
        Assert.True(most < 30L << 20, $"{most} bytes were kept");
        var text = System.Text.Encoding.UTF8.GetString(page.ToArray());
        Assert.Contains($"{(Tests + eachFails - 1) / eachFails:#,0} of 2,000 tests failed", text, StringComparison.Ordinal);
        Assert.Contains($"on {Hosts / 2} of 200 hosts", text, StringComparison.Ordinal);
    }

    private static long Live()
    {
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: false);
    }

    // Every failure has another message and a long output; only the first ones are kept.
    private static IEnumerable<MergedTest> Results(int eachFails, Action measure)
    {
        for (var host = 0; host < Hosts; host++)
        {
            for (var test = 0; test < Tests; test++)
            {
                var failed = test % eachFails == 0 && host % 2 == 0;
                yield return new MergedTest(new TestAttempt("unit", $"lab{host:D3}", new TestResult($"Company.Product.Class{test / 50}.Method{test}", failed ? TestOutcome.Failed : TestOutcome.Passed, TimeSpan.FromMilliseconds(test))
                {
                    Class = $"Company.Product.Class{test / 50}",
                    Message = failed ? $"{test} failed on {host}" : null,
                    Output = failed ? string.Join('\n', Enumerable.Repeat($"line of {host}", 100)) : null,
                }));
            }

            if (host % 40 == 39)
            {
                measure();
            }
        }
    }
}
