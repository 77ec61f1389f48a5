using System.Globalization;
using Microsoft.Build.Framework;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Pool;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tasks.Requests;

/// <summary>Turns one <c>RemoteTestSuite</c> item into a suite; what is wrong with it are errors at the item's place.</summary>
internal sealed class SuiteReader(ITaskItem item, ProjectSource source, List<Fault> faults)
{
    private readonly SourceLocation location = source.Item("RemoteTestSuite", item);

    private delegate bool Parser<T>(string text, out T value);

    /// <summary>The settings of a suite.</summary>
    internal static ItemMetadata Metadata { get; } = new(
        "RemoteTestSuite", "Command", "TestAssembly", "Arguments", "Results", "Timeout", "Environment", "On", "Mode", "Unit", "Units", "UnitsFile",
        "UnitsFrom", "Retries", "Requires", "Spares", "SetUp", "TearDown", "Artifacts", "ArtifactsCap");

    internal TestSuite Read()
    {
        faults.AddRange(Metadata.Misspelled(item, location));
        var before = faults.Count;
        var suite = new TestSuite { Name = item.ItemSpec };
        suite = suite with
        {
            TestAssembly = Text("TestAssembly"),
            Command = Text("Command"),
            Arguments = Words("Arguments"),
            Results = Text("Results"),
            On = Text("On"),
            Environment = Environment(),
            Mode = Value<SuiteMode>("Mode", SuiteModes.Accepted, SuiteModes.TryParse) ?? suite.Mode,
            Unit = Value<UnitSize>("Unit", UnitSizes.Accepted, UnitSizes.TryParse) ?? suite.Unit,
            Units = Units(),
            UnitsFrom = Words("UnitsFrom"),
            Retries = Value<int>("Retries", $"a whole number from 0 to {SuiteCheck.MostRetries}", TryParseRetries) ?? suite.Retries,
            Requires = Requires(),
            Spares = Text("Spares"),
            SetUp = Words("SetUp"),
            TearDown = Words("TearDown"),
            Artifacts = Pieces("Artifacts"),
            ArtifactsCap = Value<long>("ArtifactsCap", DataSize.Accepted, DataSize.TryParse) ?? suite.ArtifactsCap,
            Timeout = Value<TimeSpan>("Timeout", "a duration such as 90s, 5m or 00:05:00", TryParseTimeout) ?? suite.Timeout,
            Location = location,
        };

        // What was refused above would only be told once more in other words.
        if (faults.Count == before)
        {
            CheckUnit(suite);
            faults.AddRange(faults.Count == before ? SuiteCheck.Find(suite) : []);
        }

        return suite;
    }

    private void CheckUnit(TestSuite suite)
    {
        if (Text("Unit") is not null && (suite.Mode != SuiteMode.Pool || (suite.TestAssembly is null && suite.Unit != UnitSize.Suite)))
        {
            Refuse(
                "Unit",
                suite.Mode == SuiteMode.Pool ? "a suite with TestAssembly: only that can be asked for its classes and tests" : "a suite that hosts share",
                suite.Mode == SuiteMode.Pool ? "Write the units down: Units, UnitsFile or UnitsFrom" : "Add the metadata Mode with the value pool");
        }
    }

    private IReadOnlyList<TestUnit> Units()
    {
        var written = Pieces("Units");
        if (written.Length > 0 && Text("UnitsFile") is not null)
        {
            Refuse("UnitsFile", "Units or UnitsFile, not both", "Remove one of the two");
            return [];
        }

        var read = written.Length > 0 ? CommandList.Read(item.ItemSpec, string.Join('\n', written), "Units")
            : Text("UnitsFile") is { } file ? CommandList.Load(item.ItemSpec, LocalPath.Resolve(file, source))
            : null;
        if (read is null || read.TryGet(out var units, out var wrong))
        {
            return read is null ? [] : read.Value;
        }

        faults.AddRange(wrong.Select(fault => fault with { Location = location }));
        return [];
    }

    private IReadOnlyList<string> Words(string name)
    {
        if (ArgumentText.TrySplit(Metadata.Raw(item, name), out var words, out var problem))
        {
            return words;
        }

        faults.Add(new Fault(FaultCatalog.BadSuite, $"The {name} of the suite {item.ItemSpec} cannot be read: {problem}") { Location = location });
        return [];
    }

    private List<UnitRequirement> Requires()
    {
        var requirements = new List<UnitRequirement>();
        foreach (var piece in Pieces("Requires"))
        {
            if (UnitRequirement.TryParse(piece, out var requirement))
            {
                requirements.Add(requirement!);
            }
            else
            {
                Refuse("Requires", UnitRequirement.Accepted, "Correct it; several are separated by ;", piece);
            }
        }

        return requirements;
    }

    private Dictionary<string, string> Environment()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var piece in Pieces("Environment"))
        {
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                Refuse("Environment", "a list of NAME=VALUE", "Correct it; several are separated by ;", piece);
            }
            else
            {
                variables[piece[..equals]] = piece[(equals + 1)..];
            }
        }

        return variables;
    }

    private T? Value<T>(string name, string accepted, Parser<T> parse)
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

        Refuse(name, accepted, $"Correct {name}");
        return null;
    }

    private void Refuse(string name, string expected, string advice, string? found = null) =>
        faults.Add(new Fault(FaultCatalog.BadSuite, $"The suite {SafeText.Line(item.ItemSpec, 100)} cannot have this {name}")
        {
            Expected = expected,
            Found = $"'{SafeText.Line(found ?? Text(name) ?? "", 100)}'",
            Location = location,
            Try = advice,
        });

    private string? Text(string name) => Metadata.Text(item, name);

    private string[] Pieces(string name) => Metadata.Raw(item, name).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool TryParseRetries(string text, out int retries) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out retries) && retries <= SuiteCheck.MostRetries;

    private static bool TryParseTimeout(string text, out TimeSpan timeout) => Duration.TryParse(text, out timeout) && timeout > TimeSpan.Zero;
}
