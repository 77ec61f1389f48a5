using System.Text.Json;

namespace RemoteDeploy.Reporting.Json;

/// <summary>The kinds of value that the documents have, each written in one way.</summary>
internal static class JsonValues
{
    public static void WriteText(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, value);
        }
    }

    public static void WriteCount(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    public static void WriteFlag(this Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } flag)
        {
            json.WriteBoolean(name, flag);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    public static void WriteTime(this Utf8JsonWriter json, string name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            json.WriteString(name, time.UtcDateTime);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>Seconds with milliseconds: more digits than were measured would only make documents differ.</summary>
    public static void WriteSeconds(this Utf8JsonWriter json, string name, TimeSpan value) =>
        json.WriteNumber(name, Math.Round((decimal)value.TotalSeconds, 3));

    public static void WriteEnum<T>(this Utf8JsonWriter json, string name, T value)
        where T : struct, Enum => json.WriteString(name, CamelCase(value));

    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    public static string CamelCase<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
