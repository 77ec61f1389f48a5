using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tasks.Requests;

/// <summary>Suites whose program is not in the payload. The hosts would say so as well, after everything was sent to them.</summary>
internal static class SuitePrograms
{
    private const string InPayload = "./";

    /// <summary>What is missing; nothing when a hook on the hosts may still make it, or when there is no payload at all, which others say.</summary>
    internal static IEnumerable<Fault> Missing(IReadOnlyList<TestSuite> suites, Fleet fleet, string payload)
    {
        if (fleet.AfterCopy is not null || !Directory.Exists(payload))
        {
            yield break;
        }

        foreach (var suite in suites)
        {
            if (suite.TestAssembly is { } assembly && !Holds(payload, assembly))
            {
                yield return Lacks(suite, assembly, "Publish the test project, and name its .dll relative to the payload");
            }
            else if (suite.Command is { } command && command.StartsWith(InPayload, StringComparison.Ordinal) && !Holds(payload, command[InPayload.Length..]))
            {
                yield return Lacks(suite, command[InPayload.Length..], Advice(command[InPayload.Length..], fleet, payload));
            }
        }
    }

    private static bool Holds(string payload, string file) => File.Exists(Path.Combine(payload, file.Replace('\\', '/')));

    private static Fault Lacks(TestSuite suite, string file, string advice) => new(FaultCatalog.BadSuite, $"The suite {SafeText.Line(suite.Name)} needs a file that the payload does not hold")
    {
        Path = SafeText.Line(file),
        Location = suite.Location,
        Try = advice,
    };

    private static string Advice(string file, Fleet fleet, string payload) => fleet.ShipsPublish
        ? $"""Add <None Update="{SafeText.Line(file)}" CopyToPublishDirectory="PreserveNewest" /> to an ItemGroup of the project"""
        : $"Put it into {SafeText.Line(payload)}, the folder that RemoteDeployPayload names";
}
