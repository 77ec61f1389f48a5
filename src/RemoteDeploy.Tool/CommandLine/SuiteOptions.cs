using System.CommandLine;
using RemoteDeploy.Pool;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tool.CommandLine;

/// <summary>The options of verbs that run suites: those of the inventory file, or some made up on the command line.</summary>
internal sealed class SuiteOptions
{
    public SuiteOptions(FleetOptions fleet, Surroundings here)
    {
        Suite.CompletionSources.Add(context => InventoryWords.ForSuite(context, fleet, here));
        Spares.CompletionSources.Add(context => InventoryWords.ForSelector(context, fleet, here));
    }

    public Option<string[]> Suite { get; } = new("--suite") { Description = "Suite of the inventory file; may be repeated [default: all]", HelpName = "NAME" };

    public Option<string?> Results { get; } = new("--results") { Description = "Folder for result files, besides the run folder", HelpName = "DIR" };

    public Option<string[]> Tests { get; } = new("--tests")
    {
        Description = "An xunit.v3 test assembly of the payload, instead of the file's suites; may be repeated",
        HelpName = "X.Tests.dll",
    };

    public Option<string?> Command { get; } = new("--command")
    {
        Description = "A command in the release's folder, instead of the file's suites. Quotes hold words together; nothing is expanded",
        HelpName = "COMMAND",
    };

    public Option<string?> ResultsGlob { get; } = new("--results-glob")
    {
        Description = "Result files (TRX, JUnit, xUnit XML, CTRF or TAP) that --command writes; without it the exit status decides",
        HelpName = "GLOB",
    };

    public Option<TimeSpan?> SuiteTimeout { get; } = ValueOption.Duration("--suite-timeout", "Deadline of --tests and --command on each host [default: 10m]");

    public Option<TimeSpan?> LostAfter { get; } = ValueOption.Duration("--lost-after", "How long a host that runs a suite may be out of reach before it is given up [default: 2m]");

    public Option<SuiteMode?> Mode { get; } = ValueOption.Mode("--mode", "Every host runs all of a suite, hosts share it, or any one runs it [default: as the file says, each]");

    public Option<UnitSize?> Unit { get; } = ValueOption.Unit("--unit", "What of a test assembly a host of a pool takes at once [default: as the file says, class]");

    public Option<string?> UnitsFile { get; } = new("--units-file")
    {
        Description = "File with a unit of a pool on each line: a command, or arguments for --command",
        HelpName = "FILE",
    };

    public Option<int?> Retries { get; } = ValueOption.Retries("--retries", "How often what failed is run again, a unit of a pool on another host first [default: as the file says, 0]");

    public Option<string?> Spares { get; } = new("--spares") { Description = "Hosts of a pool that are held back until another one is lost", HelpName = "SELECTOR" };

    public Option<string[]> Artifacts { get; } = new("--artifacts") { Description = "Files to bring back beside results; may be repeated [default: as the file says]", HelpName = "GLOB" };

    public TestChoiceOptions Choice { get; } = new();

    public void AddTo(Command verb)
    {
        foreach (var option in new Option[] { Suite, Results, Tests, Command, ResultsGlob, SuiteTimeout, LostAfter, Mode, Unit, UnitsFile, Retries, Spares, Artifacts })
        {
            verb.Add(option);
        }

        Choice.AddTo(verb);
    }
}
