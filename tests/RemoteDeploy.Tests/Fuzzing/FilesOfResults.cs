using System.Text;
using RemoteDeploy.Faults;
using RemoteDeploy.Results;
using RemoteDeploy.Tests.Results;

namespace RemoteDeploy.Tests.Fuzzing;

/// <summary>Result files of every format, damaged: read, and then they can be copied with a stamp, or refused.</summary>
public sealed class FilesOfResults : IDisposable
{
    private readonly ResultText file = new("damaged.xml");

    public void Dispose() => file.Dispose();

    [Theory]
    [MemberData(nameof(ResultSamples.All), MemberType = typeof(ResultSamples))]
    public void Are_read_or_refused(string format, string sample) => Mutations.OfBytes(300, [Encoding.UTF8.GetBytes(sample)], bytes =>
    {
        var read = file.Read(bytes);
        Assert.All(read.Faults, fault => Assert.Equal(FaultCatalog.ResultsUnreadable, fault.Code));
        if (read.TryGet(out var result, out _))
        {
            Assert.All(result.Tests, test => Assert.NotEmpty(test.Name));
            Assert.All(ResultChecks.Of("r", result), fault => Assert.Equal(FaultCategory.Results, fault.Code.Category));
            StampedCopy.Write(file.Path, file.Path + ".copy", new ResultStamp("h", "r1", format));
            Assert.True(ResultReader.Read(file.Path + ".copy").Succeeded, "The copy cannot be read.");
        }
    });
}
