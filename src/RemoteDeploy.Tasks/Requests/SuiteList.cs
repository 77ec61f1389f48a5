using Microsoft.Build.Framework;
using RemoteDeploy.Faults;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tasks.Requests;

/// <summary>The suites to run: the items; without any, a test project's own tests; else those of the inventory.</summary>
internal sealed record SuiteList(IReadOnlyList<TestSuite> Suites, IReadOnlyList<Fault> Faults)
{
    internal static SuiteList Empty { get; } = new([], []);

    internal static SuiteList Read(IReadOnlyList<ITaskItem> items, string ownAssembly, Fleet fleet, ProjectSource source)
    {
        var faults = new List<Fault>();
        IReadOnlyList<TestSuite> suites = items.Count > 0
            ? [.. items.Select(item => new SuiteReader(item, source, faults).Read())]
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
}
