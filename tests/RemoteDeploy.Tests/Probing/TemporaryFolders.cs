using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.Probing;

namespace RemoteDeploy.Tests.Probing;

public sealed class TemporaryFolders
{
    private static readonly HostFacts Fit = new() { Sha256Tool = "sha256sum", BaseWritable = true, TemporaryFolder = "/var/tmp/x", TemporaryWritable = true, TemporaryFreeBytes = 1 << 20, User = "ci" };

    [Fact]
    public void Are_nothing_to_speak_of_where_there_is_room()
    {
        Assert.Empty(Fitness.ForReleases(new FleetRequest { Hosts = [] }, Fit));
        Assert.Empty(Fitness.Remarks(Fit));
        Assert.Empty(Fitness.Remarks(Fit with { TemporaryFreeBytes = -1 }));
    }

    [Fact]
    public void Are_a_fault_where_nothing_can_be_written()
    {
        var fault = Assert.Single(Fitness.ForReleases(new FleetRequest { Hosts = [] }, Fit with { TemporaryWritable = false }));
        Assert.Equal((FaultCatalog.BaseNotWritable, "/var/tmp/x", "user ci may not write there"), (fault.Code, fault.Path, fault.Found));
        Assert.Contains("TMPDIR", fault.Try, StringComparison.Ordinal);
    }

    [Fact]
    public void Are_worth_a_word_where_there_is_next_to_no_room() =>
        Assert.Contains("/var/tmp/x, has 4096 bytes free", Assert.Single(Fitness.Remarks(Fit with { TemporaryFreeBytes = 4096 })), StringComparison.Ordinal);
}
