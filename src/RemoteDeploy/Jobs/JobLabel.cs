using System.Text.Json;
using System.Text.Json.Serialization;

namespace RemoteDeploy.Jobs;

/// <summary>What a job is, as the host keeps it on one line.</summary>
/// <param name="Host">Name of the host in its run.</param>
/// <param name="Suite">Suite or unit.</param>
/// <param name="Program">What it runs.</param>
/// <param name="Owner">Who started it, and from where.</param>
/// <param name="Started">When, by the controller's clock.</param>
internal sealed record JobLabel(string Host, string Suite, string Program, string Owner, DateTimeOffset Started)
{
    /// <summary>As JSON on one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JobJson.Default.JobLabel);

    /// <summary>Reads it; null when it is not whole.</summary>
    public static JobLabel? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, JobJson.Default.JobLabel) is { Host: not null, Suite: not null, Program: not null, Owner: not null } label ? label : null;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}

/// <summary>How the records of jobs are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(JobLabel))]
[JsonSerializable(typeof(JobRecord))]
internal sealed partial class JobJson : JsonSerializerContext;
