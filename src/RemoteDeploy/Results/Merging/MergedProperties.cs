using System.Globalization;

namespace RemoteDeploy.Results.Merging;

/// <summary>What merged files say of a test or a suite besides how it ended, as names and values.</summary>
internal static class MergedProperties
{
    /// <summary>Of a suite on a host.</summary>
    public static IEnumerable<(string Name, string Value)> Of(MergedGroup group) =>
        group.Stamp?.Properties ?? [("RemoteDeploy.Host", group.Host)];

    /// <summary>Of a test: of its suite and its own.</summary>
    public static IEnumerable<(string Name, string Value)> Of(MergedTest test) =>
        (test.Final.Stamp?.Properties ?? [("RemoteDeploy.Host", test.Final.Host)]).Prepend(("RemoteDeploy.Suite", test.Final.Suite)).Concat(Own(test));

    /// <summary>Of a test alone: its unit, and its tries when there was more than one.</summary>
    public static IEnumerable<(string Name, string Value)> Own(MergedTest test)
    {
        if (test.Final.Unit is { } unit)
        {
            yield return ("RemoteDeploy.Unit", unit);
        }

        if (test.Attempts.Count > 1 || test.Final.Number > 1)
        {
            yield return ("RemoteDeploy.Attempt", test.Final.Number.ToString(CultureInfo.InvariantCulture));
            yield return ("RemoteDeploy.AttemptHosts", string.Join(", ", test.Attempts.Select(attempt => attempt.Host)));
        }

        if (test.Flaky)
        {
            yield return ("RemoteDeploy.Flaky", "true");
        }
    }
}
