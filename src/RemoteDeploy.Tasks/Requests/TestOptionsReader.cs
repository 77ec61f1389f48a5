using RemoteDeploy.Inventory;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tasks.Requests;

/// <summary>Reads how suites are run, all of them: properties win over the inventory.</summary>
internal static class TestOptionsReader
{
    internal static TestOptions Read(SettingReader reader, InventorySettings said, ProjectSource source) => new()
    {
        Filter = Filter(reader, source),
        MaxFailures = reader.Count("TestMaxFailures") ?? said.MaxFailures,
        FailOnFlaky = reader.Flag("TestFailOnFlaky") ?? said.FailOnFlaky ?? false,
        HistoryFile = (reader.Text("TestHistory") ?? said.HistoryFile) is { } file ? LocalPath.Resolve(file, source) : null,
    };

    internal static TimeSpan? LostAfter(SettingReader reader) =>
        reader.Value<TimeSpan>("TestLostAfter", "a duration such as 90s, 5m or 00:05:00", static (text, out span) => Duration.TryParse(text, out span) && span > TimeSpan.Zero);

    private static TestFilter? Filter(SettingReader reader, ProjectSource source)
    {
        if (reader.Text("TestFilter") is not { } text)
        {
            return null;
        }

        if (TestFilter.Parse(text).TryGet(out var filter, out var faults))
        {
            return filter;
        }

        foreach (var fault in faults)
        {
            reader.Add(fault with { Location = source.Property("RemoteTestFilter") });
        }

        return null;
    }
}
