using System.CommandLine;

namespace RemoteDeploy.Tool.CommandLine;

/// <summary>The options that say which tests of all suites are run, and when to stop.</summary>
internal sealed class TestChoiceOptions
{
    public Option<string?> Filter { get; } = new("--filter")
    {
        Description = "Tests to run, as in dotnet test; of units that are commands, by name: FullyQualifiedName~Login, Category=fast, Name!=X, joined with & and | [default: all]",
        HelpName = "EXPR",
    };

    public Option<int?> MaxFailures { get; } = ValueOption.Count("--max-failures", "Begin nothing more after so many tests have failed for good [default: run all]");

    public Option<bool> StopOnFirstFailure { get; } = new("--stop-on-first-failure") { Description = "The same as --max-failures 1" };

    public Option<bool> FailOnFlaky { get; } = new("--fail-on-flaky") { Description = "A test that passed only when it was run again fails the run" };

    public Option<string?> History { get; } = new("--history")
    {
        Description = "File with durations of earlier runs, by which pools are scheduled [default: .remotedeploy/history.json]",
        HelpName = "FILE",
    };

    public void AddTo(Command verb)
    {
        foreach (var option in new Option[] { Filter, MaxFailures, StopOnFirstFailure, FailOnFlaky, History })
        {
            verb.Add(option);
        }
    }
}
