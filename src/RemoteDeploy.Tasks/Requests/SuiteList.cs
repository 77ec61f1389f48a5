using Microsoft.Build.Framework;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tasks.Requests;

/// <summary>The suites to run: the items; without any, a test project's own tests; else those of the inventory.</summary>
internal sealed record SuiteList(IReadOnlyList<TestSuite> Suites, IReadOnlyList<Fault> Faults)
{
    /// <summary>The settings of a suite.</summary>
    internal static ItemMetadata Metadata { get; } =
        new("RemoteTestSuite", "Command", "TestAssembly", "Arguments", "Results", "Timeout", "Environment", "On");

    internal static SuiteList Empty { get; } = new([], []);

    internal static SuiteList Read(IReadOnlyList<ITaskItem> items, string ownAssembly, Fleet fleet, ProjectSource source)
    {
        var faults = new List<Fault>();
        IReadOnlyList<TestSuite> suites = items.Count > 0
            ? [.. items.Select(item => Read(item, source, faults))]
            : ownAssembly.Length > 0
                ? [new TestSuite { Name = Path.GetFileNameWithoutExtension(ownAssembly), TestAssembly = ownAssembly, Location = source.Default }]
                : fleet.Inventory.Suites;
        if (suites.Count == 0)
        {
            faults.Add(new Fault(FaultCatalog.BadSuite, "There is no suite to run: the project is no xunit.v3 test program and says nothing else")
            {
                Location = source.Default,
                Try = """Add <RemoteTestSuite Include="smoke" Command="./smoke.sh" /> to the project, or suites: to the inventory""",
            });
        }

        faults.AddRange(suites.GroupBy(suite => suite.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group =>
            new Fault(FaultCatalog.NameCollision, $"The suite {group.Key} is described twice") { Location = group.Last().Location }));
        faults.AddRange(suites.SelectMany(suite => SuiteHosts.Of(suite, fleet).Faults));
        return new SuiteList(suites, faults);
    }

    private static TestSuite Read(ITaskItem item, ProjectSource source, List<Fault> faults)
    {
        var location = source.Item("RemoteTestSuite", item);
        faults.AddRange(Metadata.Misspelled(item, location));
        var suite = new TestSuite
        {
            Name = item.ItemSpec,
            TestAssembly = Text(item, "TestAssembly"),
            Command = Text(item, "Command"),
            Arguments = Arguments(item, location, faults),
            Results = Text(item, "Results"),
            On = Text(item, "On"),
            Environment = Environment(item, location, faults),
            Location = location,
        };
        if (suite.Command is null == suite.TestAssembly is null)
        {
            faults.Add(new Fault(FaultCatalog.BadSuite, $"The suite {suite.Name} needs either Command or TestAssembly") { Location = location });
        }

        if (Text(item, "Timeout") is not { } text)
        {
            return suite;
        }

        if (Duration.TryParse(text, out var timeout, out var problem) && timeout > TimeSpan.Zero)
        {
            return suite with { Timeout = timeout };
        }

        faults.Add(new Fault(FaultCatalog.BadSuite, $"The Timeout of the suite {suite.Name} cannot be used: {(problem.Length > 0 ? problem : "it is zero")}") { Location = location });
        return suite;
    }

    private static IReadOnlyList<string> Arguments(ITaskItem item, SourceLocation location, List<Fault> faults)
    {
        if (ArgumentText.TrySplit(Metadata.Raw(item, "Arguments"), out var words, out var problem))
        {
            return words;
        }

        faults.Add(new Fault(FaultCatalog.BadSuite, $"The Arguments of the suite {item.ItemSpec} cannot be read: {problem}") { Location = location });
        return [];
    }

    private static Dictionary<string, string> Environment(ITaskItem item, SourceLocation location, List<Fault> faults)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var piece in Metadata.Raw(item, "Environment").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                faults.Add(new Fault(FaultCatalog.BadSuite, $"The Environment of the suite {item.ItemSpec} is not a list of NAME=VALUE")
                {
                    Found = $"'{SafeText.Line(piece, 100)}'",
                    Location = location,
                });
            }
            else
            {
                variables[piece[..equals]] = piece[(equals + 1)..];
            }
        }

        return variables;
    }

    private static string? Text(ITaskItem item, string name) => Metadata.Text(item, name);
}
