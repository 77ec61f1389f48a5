using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;
using TestResult = RemoteDeploy.Testing.TestResult;

namespace RemoteDeploy.Tests.Results.Merging;

/// <summary>200 hosts with 2,000 tests each. Results are made as they are asked for, so that what is measured is what the writers keep.</summary>
[Collection(nameof(FourHundredThousandResults))]
[CollectionDefinition(nameof(FourHundredThousandResults), DisableParallelization = true)]
public class FourHundredThousandResults
{
    private const long Limit = 30L << 20;

    public static TheoryData<string, long> Writers => new() { { "trx", 300_000_000 }, { "junit", 30_000_000 }, { "jsonl", 100_000_000 } };

    [Theory]
    [MemberData(nameof(Writers))]
    public void Are_written_without_being_kept(string format, long leastBytes)
    {
        var (before, most, asked) = (Live(), 0L, 0);
        void Measure() => most = asked++ % 40 == 0 ? Math.Max(most, Live() - before) : most;
        var run = new MergedRun("large")
        {
            Groups = [.. Enumerable.Range(0, 200).Select(host => new MergedGroup("unit", $"h{host}") { Tests = Tests($"h{host}", Measure) })],
        };
        using var counted = new CountedStream();

        switch (format)
        {
            case "trx":
                TrxWriter.Write(run, counted);
                break;
            case "junit":
                JUnitWriter.Write(run, counted);
                break;
            default:
                ResultLines.Write(run, counted);
                break;
        }

        Assert.True(counted.Length > leastBytes, $"{counted.Length} bytes were written");
        Assert.True(most < Limit, $"{most} bytes were kept");
    }

    private static long Live()
    {
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: false);
    }

    private static IEnumerable<MergedTest> Tests(string host, Action measure)
    {
        for (var i = 0; i < 2000; i++)
        {
            yield return new MergedTest(new TestAttempt("unit", host, new TestResult($"Company.Product.Tests.Class{i / 50}.Method{i}", i % 100 == 0 ? TestOutcome.Failed : TestOutcome.Passed, TimeSpan.FromMilliseconds(i)) { Class = $"Company.Product.Tests.Class{i / 50}", Message = i % 100 == 0 ? "no" : null }));
        }

        measure();
    }

    private sealed class CountedStream : Stream
    {
        private long length;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => length;

        public override long Position { get => length; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => length += count;

        public override void Write(ReadOnlySpan<byte> buffer) => length += buffer.Length;

        public override void WriteByte(byte value) => length++;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
