using System.CommandLine;

namespace RemoteDeploy.Tool.CommandLine;

/// <summary>The options of verbs that run suites: those of the inventory file, or some made up on the command line.</summary>
internal sealed class SuiteOptions
{
    public SuiteOptions(FleetOptions fleet, Surroundings here)
    {
        Suite.CompletionSources.Add(context => InventoryWords.ForSuite(context, fleet, here));
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
        Description = "Result files (TRX or JUnit) that --command writes; without it the exit status decides",
        HelpName = "GLOB",
    };

    public Option<TimeSpan?> SuiteTimeout { get; } = ValueOption.Duration("--suite-timeout", "Deadline of --tests and --command on each host [default: 10m]");

    public Option<TimeSpan?> LostAfter { get; } = ValueOption.Duration("--lost-after", "How long a host that runs a suite may be out of reach before it is given up [default: 2m]");

    public void AddTo(Command verb)
    {
        foreach (var option in new Option[] { Suite, Results, Tests, Command, ResultsGlob, SuiteTimeout, LostAfter })
        {
            verb.Add(option);
        }
    }
}
