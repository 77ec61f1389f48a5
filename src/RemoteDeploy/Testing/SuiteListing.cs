using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Pool;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Testing;

/// <summary>Asks a suite's program on a host which tests it has.</summary>
internal sealed class SuiteListing(SuiteJobs jobs)
{
    /// <summary>Makes a command that runs only chosen tests.</summary>
    /// <returns>The command and the folder that it is to run in; RD4001 when nothing is chosen.</returns>
    public async Task<Attempt<(SuiteCommand Command, SuiteGround Ground)>> SelectAsync(SuitePart part, SuiteCommand command, (SuiteGround Ground, ActivatedRelease Release) on, TestChoice choice, CancellationToken cancellationToken)
    {
        var listed = await ListAsync(part, command, on, cancellationToken);
        if (!listed.TryGet(out var list, out var faults))
        {
            return Attempt<(SuiteCommand, SuiteGround)>.Failed(faults);
        }

        if (!list.Tests.TryGet(out var tests, out faults))
        {
            return Attempt<(SuiteCommand, SuiteGround)>.Failed(faults);
        }

        var chosen = tests.Where(choice.Includes).ToList();
        return chosen.Count == 0
            ? choice.Nothing(part.Suite.Name, tests.Count)
            : (list.Command with { Selection = chosen.Count == tests.Count ? [] : TestListing.Selecting(tests, chosen, list.Command.IsPlatform) }, list.Ground);
    }

    /// <summary>Lists all tests.</summary>
    /// <returns>
    /// The tests or why the program gives none, the command that it understands, and the folder that it is to run in from now on; faults
    /// when the host cannot be asked.
    /// </returns>
    public async Task<Attempt<(Attempt<IReadOnlyList<ListedTest>> Tests, SuiteCommand Command, SuiteGround Ground)>> ListAsync(SuitePart part, SuiteCommand command, (SuiteGround Ground, ActivatedRelease Release) on, CancellationToken cancellationToken)
    {
        var lister = part with { Name = part.Name + "~list" };
        var printed = await jobs.RunAsync(lister, command.Listing(), on, cancellationToken);
        if (printed.TryGet(out var first, out var faults) && command.IsRefused(first.Job, part.Suite))
        {
            command = command.ForTestingPlatform();
            printed = await jobs.RunAsync(lister with { Attempt = 2 }, command.Listing(), (first.Ground, on.Release), cancellationToken);
        }

        if (!printed.TryGet(out var answer, out faults))
        {
            return Attempt<(Attempt<IReadOnlyList<ListedTest>>, SuiteCommand, SuiteGround)>.Failed(faults);
        }

        Attempt<IReadOnlyList<ListedTest>> read = answer.Job.Status == 0
            ? TestListing.Read(part.Suite.Name, answer.Text, command.IsPlatform)
            : Failed(part.Suite, answer.Job, answer.Text);
        return (read, command, answer.Ground);
    }

    /// <summary>Why it gave no list.</summary>
    public static Fault Failed(TestSuite suite, SuiteJob job, string text) => new(FaultCatalog.ResultsUnreadable, $"Suite '{SafeText.Line(suite.Name)}' does not list its tests")
    {
        Expected = "exit status 0",
        Found = job.Status is { } status
            ? $"exit status {status}: {SafeText.Line(string.Join(" | ", SafeText.Lines(text, 3)), 300)}"
            : $"it ended as {job.End?.Cause.ToString() ?? "nobody knows"}",
        Try = "Run the program on the host by hand, or write the units down",
    };
}
