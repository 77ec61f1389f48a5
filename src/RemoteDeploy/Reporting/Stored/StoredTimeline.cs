using System.Text.Json;

namespace RemoteDeploy.Reporting.Stored;

/// <summary>When hosts were in which stage, as <c>events.jsonl</c> tells.</summary>
internal static class StoredTimeline
{
    /// <summary>Reads the file; what is not whole in it is passed over.</summary>
    /// <param name="file">The file.</param>
    /// <param name="end">End of the run, for stages that nothing ended.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<PhaseSpan>> Read(string file, DateTimeOffset end)
    {
        var spans = new Dictionary<string, List<PhaseSpan>>(StringComparer.Ordinal);
        var current = new Dictionary<string, (Phase Phase, DateTimeOffset Start, string? Detail)>(StringComparer.Ordinal);
        foreach (var (time, host, phase, detail) in Changes(file))
        {
            Close(host, time);
            current[host] = (phase, time, detail);
        }

        foreach (var host in current.Keys.ToList())
        {
            Close(host, end);
        }

        return spans.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<PhaseSpan>)pair.Value, StringComparer.Ordinal);

        void Close(string host, DateTimeOffset time)
        {
            if (current.TryGetValue(host, out var last) && last.Phase is not (Phase.Waiting or Phase.Done))
            {
                _ = spans.TryGetValue(host, out var list) || spans.TryAdd(host, list = []);
                list!.Add(new PhaseSpan(last.Phase, last.Start, time, last.Detail));
            }
        }
    }

    private static IEnumerable<(DateTimeOffset Time, string Host, Phase Phase, string? Detail)> Changes(string file)
    {
        if (!File.Exists(file))
        {
            yield break;
        }

        // The run may still be writing.
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            // Most lines tell of transfers.
            if ((line.Contains("\"phaseStarted\"", StringComparison.Ordinal) || line.Contains("\"hostFinished\"", StringComparison.Ordinal)) && Parse(line) is { } change)
            {
                yield return change;
            }
        }
    }

    private static (DateTimeOffset, string, Phase, string?)? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var json = document.RootElement;
            var name = json.GetProperty("event").GetString();
            if (name is not ("phaseStarted" or "hostFinished") || !json.TryGetProperty("host", out var host) || host.GetString() is not { } who)
            {
                return null;
            }

            var time = json.GetProperty("time").GetDateTimeOffset();
            return name == "hostFinished" ? (time, who, Phase.Done, null)
                : Enum.TryParse<Phase>(json.GetProperty("phase").GetString(), ignoreCase: true, out var phase) ? (time, who, phase, json.GetProperty("detail").GetString())
                : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
