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

    // A file that another version or somebody else has written: lists may be missing, and have holes.
    private SavedRun Completed() => this with
    {
        Tests = Completed(Tests ?? new TestOptions()),
        Hosts = [.. Each(Hosts).Select(host => host with { Tags = [.. Each(host.Tags)], Groups = [.. Each(host.Groups)] })],
        Suites = [.. Each(Suites).Select(Completed)],
        HostsOf = [.. Each(HostsOf).Select(names => (IReadOnlyList<string>)[.. Each(names)])],
        Spares = [.. Each(Spares)],
    };

    private static TestOptions Completed(TestOptions tests) => tests.Only is null ? tests : tests with
    {
        Only = tests.Only.Where(one => one.Value is not null).ToDictionary(one => one.Key, one => new TestSelection { Names = [.. Each(one.Value.Names)], Hosts = [.. Each(one.Value.Hosts)] }, StringComparer.Ordinal),
    };

    private static TestSuite Completed(TestSuite suite) => suite with
    {
        Arguments = [.. Each(suite.Arguments)],
        Units = Completed(suite.Units),
        UnitsFrom = [.. Each(suite.UnitsFrom)],
        Requires = [.. Each(suite.Requires)],
        SetUp = [.. Each(suite.SetUp)],
        TearDown = [.. Each(suite.TearDown)],
        Artifacts = [.. Each(suite.Artifacts)],
        Environment = suite.Environment ?? new Dictionary<string, string>(StringComparer.Ordinal),
    };

    /// <summary>Units from a file, those that are whole.</summary>
    internal static IReadOnlyList<TestUnit> Completed(IEnumerable<TestUnit?>? units) =>
        [.. Each(units).Select(unit => unit with { Arguments = [.. Each(unit.Arguments)], Requires = [.. Each(unit.Requires)] })];

    private static IEnumerable<T> Each<T>(IEnumerable<T?>? list)
        where T : class => (list ?? []).OfType<T>();

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
            return JsonSerializer.Deserialize(file, SavedRunJson.Default.SavedRun) is { } saved && saved.Completed() is var whole && whole.HostsOf.Count == whole.Suites.Count ? whole : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            return null;
        }
    }
}

/// <summary>How it is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, Converters = [typeof(RequirementConverter), typeof(FilterConverter)])]
[JsonSerializable(typeof(SavedRun))]
[JsonSerializable(typeof(FoundUnits))]
internal sealed partial class SavedRunJson : JsonSerializerContext;
