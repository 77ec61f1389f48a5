using System.CommandLine;
using RemoteDeploy.Faults;
using RemoteDeploy.Testing;
using RemoteDeploy.Tool.CommandLine;

namespace RemoteDeploy.Tool.Requests;

/// <summary>How the suites are run, all of them: options win over the file.</summary>
internal static class TestChoice
{
    /// <summary>How; or RD0002.</summary>
    public static Attempt<TestOptions> Choose(ParseResult parse, SuiteOptions options, Fleet fleet)
    {
        var choice = options.Choice;
        var (most, stops) = (parse.GetValue(choice.MaxFailures), parse.GetValue(choice.StopOnFirstFailure));
        if (most is not null && stops)
        {
            return new Fault(FaultCatalog.BadUsage, "--stop-on-first-failure is --max-failures 1, and both are there") { Try = "Use one or the other" };
        }

        TestFilter? filter = null;
        if (parse.GetValue(choice.Filter) is { } text && !TestFilter.Parse(text).TryGet(out filter, out var faults))
        {
            return Attempt<TestOptions>.Failed(faults);
        }

        return new TestOptions
        {
            ResultsFolder = fleet.Local(parse.GetValue(options.Results)),
            Filter = filter,
            MaxFailures = stops ? 1 : most ?? fleet.Settings.MaxFailures,
            FailOnFlaky = parse.GetValue(choice.FailOnFlaky) || fleet.Settings.FailOnFlaky == true,
            HistoryFile = fleet.Local(parse.GetValue(choice.History) ?? fleet.Settings.HistoryFile),
        };
    }
}
