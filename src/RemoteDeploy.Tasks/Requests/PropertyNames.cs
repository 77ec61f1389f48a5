using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tasks.Requests;

/// <summary>The properties that the targets read, and what was meant by one that they do not: MSBuild itself never says that nobody reads a property.</summary>
internal static class PropertyNames
{
    private const string Prefix = "Remote";
    private const string Family = "Deploy";

    /// <summary>Every property for users.</summary>
    internal static IReadOnlyList<string> Known { get; } =
    [
        "RemoteDeployAfterCopy", "RemoteDeployAllowFailures", "RemoteDeployApp", "RemoteDeployBase", "RemoteDeployConnectTimeout", "RemoteDeployDependsOn",
        "RemoteDeployDigest", "RemoteDeployDryRun", "RemoteDeployForks", "RemoteDeployFrameworks", "RemoteDeployKeep",
        "RemoteDeployLiveProgress", "RemoteDeployMinRate", "RemoteDeployOnPublish", "RemoteDeployPayload", "RemoteDeployRelay", "RemoteDeployRelease", "RemoteDeployRequires",
        "RemoteDeploySshConfig", "RemoteDeployStallTimeout", "RemoteDeployTimeout", "RemoteDeployVerify", "RemoteDeployWorkFolder", "RemoteHosts", "RemoteInventory",
        "RemoteRollbackTo", "RemoteTestDependsOn", "RemoteTestFailOnFlaky", "RemoteTestFilter", "RemoteTestHistory", "RemoteTestLostAfter",
        "RemoteTestMaxFailures", "RemoteTestResultsFolder",
    ];

    /// <summary>Properties of the command line and of the user's files that a slip of the keyboard keeps from having any effect.</summary>
    internal static IEnumerable<Fault> Misspelled(IEnumerable<string> globalProperties, ProjectSource source) =>
        from property in source.Properties().Concat(globalProperties.Select(name => (Name: name, Location: source.Default))).DistinctBy(property => property.Name, StringComparer.OrdinalIgnoreCase)
        let meant = Meant(property.Name)
        where meant is not null && !source.Uses(property.Name)
        select new Fault(FaultCatalog.BadUsage, $"Nothing reads the property {SafeText.Line(property.Name, 100)}")
        {
            Location = property.Location,
            Try = $"Did you mean {meant}?",
        };

    /// <summary>The property that the name is a misspelling of; null when it is right, or nothing of ours.</summary>
    internal static string? Meant(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || Known.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        // What all names begin with would count as likeness: RemotePort is not RemoteHosts.
        var start = name.StartsWith(Prefix + Family, StringComparison.OrdinalIgnoreCase) ? Prefix.Length + Family.Length : Prefix.Length;
        var candidates = Known.Where(known => known.StartsWith(name[..start], StringComparison.OrdinalIgnoreCase)).ToDictionary(known => known[start..], StringComparer.Ordinal);
        return NearMiss.Find(name[start..], candidates.Keys) is { } meant ? candidates[meant] : null;
    }
}
