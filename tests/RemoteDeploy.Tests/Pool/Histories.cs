using RemoteDeploy.Faults;
using RemoteDeploy.Pool;

namespace RemoteDeploy.Tests.Pool;

public sealed class Histories : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rd-history-").FullName;

    private string FilePath => Path.Combine(folder, "deep", "history.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Are_empty_where_there_is_no_file() => Assert.Equal(0, DurationHistory.Load(FilePath).Value.Count);

    [Fact]
    public void Keep_the_median_of_the_last_five()
    {
        var history = new DurationHistory();
        foreach (var seconds in new[] { 100.0, 1, 2, 3, 50, 4 })
        {
            history.Record("s", "u", "linux-x64/2", TimeSpan.FromSeconds(seconds));
        }

        Assert.Equal(TimeSpan.FromSeconds(3), history.Find("s", "u", "linux-x64/2"));
    }

    [Fact]
    public void Tell_what_hosts_of_other_classes_took_where_none_of_this_one_has_run_it()
    {
        var history = new DurationHistory();
        history.Record("s", "u", "a", TimeSpan.FromSeconds(2));
        history.Record("s", "u", "b", TimeSpan.FromSeconds(4));

        Assert.Equal(TimeSpan.FromSeconds(3), history.Find("s", "u", "c"));
        Assert.Null(history.Find("s", "other", "a"));
        Assert.Null(history.Find("other", "u", "a"));
    }

    [Fact]
    public void Add_to_what_another_run_has_saved_meanwhile()
    {
        var (one, other) = (new DurationHistory(), new DurationHistory());
        one.Record("s", "a", "x", TimeSpan.FromSeconds(1.5));
        other.Record("s", "b \"quoted\"\n", "x", TimeSpan.FromSeconds(2));

        one.Save(FilePath);
        other.Save(FilePath);
        one.Save(FilePath);

        var loaded = DurationHistory.Load(FilePath).Value;
        Assert.Equal(2, loaded.Count);
        Assert.Equal(TimeSpan.FromSeconds(1.5), loaded.Find("s", "a", "x"));
        Assert.Equal(TimeSpan.FromSeconds(2), loaded.Find("s", "b \"quoted\"\n", "x"));
        Assert.Equal(["history.json"], Directory.GetFiles(Path.GetDirectoryName(FilePath)!).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"version\":2,\"durations\":[]}")]
    [InlineData("{\"version\":1,\"durations\":[{\"suite\":1}]}")]
    [InlineData("{\"version\":1,\"durations\":[{\"suite\":\"s\",\"unit\":\"u\",\"class\":\"c\",\"seconds\":[\"x\"]}]}")]
    public void That_are_something_else_are_a_fault(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllText(FilePath, text);

        Assert.Equal(FaultCatalog.BadHistory, Assert.Single(DurationHistory.Load(FilePath).Faults).Code);
    }
}
