using System.Buffers;
using System.Text;
using System.Text.Json;
using RemoteDeploy.Faults;

namespace RemoteDeploy.Pool;

/// <summary>
/// How long units took in earlier runs, by class of host: a small file that can be shared. Of each, the last five are kept, and
/// their median counts, so that one bad night does not turn the schedule over.
/// </summary>
public sealed class DurationHistory
{
    private const int Kept = 5;
    private const int Version = 1;
    private readonly Lock gate = new();
    private readonly SortedDictionary<(string Suite, string Unit, string Class), List<double>> durations = [];
    private readonly List<(string Suite, string Unit, string Class, double Seconds)> recorded = [];

    /// <summary>How many durations of units by class are known.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return durations.Count;
            }
        }
    }

    /// <summary>What a unit takes on hosts of a class; of hosts of other classes when none of this one has run it; null when none has.</summary>
    public TimeSpan? Find(string suite, string unit, string hostClass)
    {
        lock (gate)
        {
            if (durations.TryGetValue((suite, unit, hostClass), out var own))
            {
                return TimeSpan.FromSeconds(Median(own));
            }

            var others = durations.Where(pair => pair.Key.Suite == suite && pair.Key.Unit == unit).SelectMany(pair => pair.Value).ToList();
            return others.Count == 0 ? null : TimeSpan.FromSeconds(Median(others));
        }
    }

    /// <summary>A unit took this long.</summary>
    public void Record(string suite, string unit, string hostClass, TimeSpan duration)
    {
        lock (gate)
        {
            var seconds = Math.Round(Math.Max(0, duration.TotalSeconds), 3);
            Add((suite, unit, hostClass), seconds);
            recorded.Add((suite, unit, hostClass, seconds));
        }
    }

    /// <summary>Reads a file.</summary>
    /// <returns>The history, empty when there is no such file; RD0026 when it cannot be read or is something else.</returns>
    public static Attempt<DurationHistory> Load(string path)
    {
        var history = new DurationHistory();
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 8 });
            if (document.RootElement.GetProperty("version").GetInt32() != Version)
            {
                return Bad(path, "it is of another version");
            }

            foreach (var entry in document.RootElement.GetProperty("durations").EnumerateArray())
            {
                var key = (Text(entry, "suite"), Text(entry, "unit"), Text(entry, "class"));
                foreach (var seconds in entry.GetProperty("seconds").EnumerateArray().Select(value => value.GetDouble()).Where(value => value is >= 0 and < 1e7))
                {
                    history.Add(key, seconds);
                }
            }

            return history;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return history;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return Bad(path, "it is not a file of durations");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Bad(path, exception.Message);
        }
    }

    /// <summary>Writes what was recorded into a file of a given folder, beside what other runs have written there meanwhile. A reader sees the old file or the new one.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Save(string path)
    {
        lock (gate)
        {
            var loaded = Load(path);
            var now = loaded.Succeeded ? loaded.Value : new DurationHistory();
            foreach (var (suite, unit, hostClass, seconds) in recorded)
            {
                now.Add((suite, unit, hostClass), seconds);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var part = $"{path}.{Guid.NewGuid():N}";
            File.WriteAllBytes(part, now.ToJson());
            File.Move(part, path, overwrite: true);
            recorded.Clear();
        }
    }

    // A line for each, so that a shared file merges well.
    private byte[] ToJson()
    {
        var text = new StringBuilder().Append(System.Globalization.CultureInfo.InvariantCulture, $"{{\"version\":{Version},\"durations\":[");
        var line = new ArrayBufferWriter<byte>();
        var isFirst = true;
        foreach (var (key, seconds) in durations)
        {
            line.Clear();
            using (var json = new Utf8JsonWriter(line))
            {
                json.WriteStartObject();
                json.WriteString("suite", key.Suite);
                json.WriteString("unit", key.Unit);
                json.WriteString("class", key.Class);
                json.WriteStartArray("seconds");
                seconds.ForEach(json.WriteNumberValue);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            text.Append(isFirst ? "\n" : ",\n").Append(Encoding.UTF8.GetString(line.WrittenSpan));
            isFirst = false;
        }

        return Encoding.UTF8.GetBytes(text.Append("\n]}\n").ToString());
    }

    private void Add((string Suite, string Unit, string Class) key, double seconds)
    {
        if (!durations.TryGetValue(key, out var list))
        {
            durations[key] = list = [];
        }

        list.Add(seconds);
        if (list.Count > Kept)
        {
            list.RemoveAt(0);
        }
    }

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString() ?? throw new FormatException();

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static Fault Bad(string path, string why) => new(FaultCatalog.BadHistory, $"The durations of earlier runs cannot be read: {why}")
    {
        Path = path,
        Try = "Remove the file: it is made anew, and the next run is scheduled without it",
    };
}
