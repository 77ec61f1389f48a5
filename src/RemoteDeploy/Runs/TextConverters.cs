using System.Text.Json;
using System.Text.Json.Serialization;
using RemoteDeploy.Pool;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Runs;

/// <summary>What people write as text is saved as that text.</summary>
internal sealed class RequirementConverter : JsonConverter<UnitRequirement>
{
    /// <inheritdoc/>
    public override UnitRequirement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        UnitRequirement.TryParse(reader.GetString(), out var requirement) ? requirement! : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, UnitRequirement value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>The same for filters.</summary>
internal sealed class FilterConverter : JsonConverter<TestFilter>
{
    /// <inheritdoc/>
    public override TestFilter Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TestFilter.Parse(reader.GetString() ?? "").TryGet(out var filter, out _) ? filter : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TestFilter value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
