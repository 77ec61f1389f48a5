using System.Text.Json;
using System.Text.Json.Serialization;
using RemoteDeploy.Inventory;
using RemoteDeploy.Payload;
using RemoteDeploy.Planning;
using RemoteDeploy.Pool;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Runs;

/// <summary>What of a request <c>attach</c> needs: hosts, how they are reached, and which suites are for which of them.</summary>
internal sealed record SavedRun
{
    /// <summary>Its file in the run folder.</summary>
    public const string FileName = "resume.json";

    public required string RunId { get; init; }

    public required string Verb { get; init; }

    public required string App { get; init; }

    public required string Base { get; init; }

    public DigestAlgorithm Digest { get; init; }

    public int Forks { get; init; }

    public TimeSpan? Timeout { get; init; }

    public TimeSpan ConnectTimeout { get; init; }

    public TimeSpan StallTimeout { get; init; }

    public double MinRate { get; init; }

    public TimeSpan LostAfter { get; init; }

    public string? SshConfig { get; init; }

    public TestOptions Tests { get; init; } = new();

    public IReadOnlyList<Host> Hosts { get; init; } = [];

    public IReadOnlyList<TestSuite> Suites { get; init; } = [];

    /// <summary>For each suite the names of its hosts, in the order of <see cref="Suites"/>.</summary>
    public IReadOnlyList<IReadOnlyList<string>> HostsOf { get; init; } = [];

    /// <summary>Names of the hosts that are held back.</summary>
    public IReadOnlyList<string> Spares { get; init; } = [];

    /// <summary>The request that does the same as the one that was saved.</summary>
    public TestRequest ToRequest() => new()
    {
        Hosts = Hosts,
        Suites = [.. Suites.Select(suite => suite with { On = null })],
        App = App,
        Base = Base,
        Digest = Digest,
        Forks = Forks,
        Timeout = Timeout,
        ConnectTimeout = ConnectTimeout,
        StallTimeout = StallTimeout,
        MinRate = MinRate,
        LostAfter = LostAfter,
        SshConfig = SshConfig,
        Tests = Tests,
    };

    /// <summary>Of a request.</summary>
    public static SavedRun Of(RunIdentity identity, string verb, FleetRequest request, IRunsSuites suites) => new()
    {
        RunId = identity.RunId,
        Verb = verb,
        App = request.App,
        Base = request.Base,
        Digest = request.Digest,
        Forks = request.Forks,
        Timeout = request.Timeout,
        ConnectTimeout = request.ConnectTimeout,
        StallTimeout = request.StallTimeout,
        MinRate = request.MinRate,
        LostAfter = request.LostAfter,
        SshConfig = request.SshConfig,
        Tests = suites.Tests,
        Hosts = request.Hosts,
        Suites = suites.Suites,
    };

    /// <summary>Writes it.</summary>
    public void Write(Stream stream) => JsonSerializer.Serialize(stream, this, SavedRunJson.Default.SavedRun);

    /// <summary>Reads it from a run folder; null when there is none, or none that is whole.</summary>
    public static SavedRun? Read(string folder)
    {
        try
        {
            using var file = File.OpenRead(Path.Combine(folder, FileName));
            return JsonSerializer.Deserialize(file, SavedRunJson.Default.SavedRun);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}

/// <summary>How it is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true, Converters = [typeof(RequirementConverter), typeof(FilterConverter)])]
[JsonSerializable(typeof(SavedRun))]
[JsonSerializable(typeof(FoundUnits))]
internal sealed partial class SavedRunJson : JsonSerializerContext;
