using System.Globalization;
using Microsoft.Build.Framework;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tasks.Requests;

/// <summary>Reads the metadata of the settings item and collects what cannot be read, each at the line of its property.</summary>
internal sealed class SettingReader(ITaskItem settings, ProjectSource source)
{
    private readonly List<Fault> faults = [];

    internal delegate bool Parser<T>(string? text, out T value);

    internal IReadOnlyList<Fault> Faults => faults;

    /// <summary>The text; null when the property is empty.</summary>
    internal string? Text(string name) => settings.GetMetadata(name).Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The value; null when the property is empty or wrong.</summary>
    internal T? Value<T>(string name, string accepted, Parser<T> parse)
        where T : struct
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (parse(text, out var value))
        {
            return value;
        }

        Refuse(name, text, accepted);
        return null;
    }

    /// <summary>A duration; null when the property is empty or wrong.</summary>
    internal TimeSpan? Span(string name) => Value<TimeSpan>(name, "a duration such as 90s, 5m or 00:05:00", Duration.TryParse);

    internal int? Count(string name) => Value<int>(name, "a whole number from 1", TryParseCount);

    /// <summary>A property that is true or false; null when it is empty or wrong.</summary>
    internal bool? Flag(string name) => Value<bool>(name, "true or false", bool.TryParse);

    internal void Add(Fault fault) => faults.Add(fault);

    internal void Refuse(string name, string text, string accepted) =>
        Add(new Fault(FaultCatalog.BadUsage, $"The property {Property(name)} cannot have this value")
        {
            Expected = accepted,
            Found = $"'{SafeText.Line(text, 100)}'",
            Location = source.Property(Property(name)),
            Try = "Correct the property, in the project or after -p:",
        });

    // TestFilter is RemoteTestFilter, Keep is RemoteDeployKeep.
    private static string Property(string name) => (name.StartsWith("Test", StringComparison.Ordinal) ? "Remote" : "RemoteDeploy") + name;

    private static bool TryParseCount(string? text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0;
}
