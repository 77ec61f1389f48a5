using Microsoft.Build.Framework;
using RemoteDeploy.Faults;

namespace RemoteDeploy.Tasks.Requests;

/// <summary>Finds secrets by the names people give them. Values are never looked at: reading one would write it into binary logs.</summary>
internal static class SecretNames
{
    private static readonly string[] Endings = ["Password", "Token", "Secret", "Passphrase"];

    internal static IEnumerable<Fault> Find(IEnumerable<string> globalProperties, IEnumerable<ITaskItem> hosts, ProjectSource source)
    {
        var inFiles = source.Properties().Where(property => IsSecretProperty(property.Name)).DistinctBy(property => property.Name, StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var (name, location) in inFiles)
        {
            yield return Fault($"The property {name} is set", location);
        }

        foreach (var name in globalProperties.Where(IsSecretProperty).Where(name => !inFiles.Exists(found => string.Equals(found.Name, name, StringComparison.OrdinalIgnoreCase))))
        {
            yield return Fault($"The property {name} is set on the command line", source.Default);
        }

        foreach (var host in hosts)
        {
            foreach (var name in host.MetadataNames.Cast<string>().Where(IsSecret))
            {
                yield return Fault($"The RemoteHost item {host.ItemSpec} has the metadata {name}", source.Item("RemoteHost", host));
            }
        }
    }

    private static bool IsSecretProperty(string name) => name.StartsWith("RemoteDeploy", StringComparison.OrdinalIgnoreCase) && IsSecret(name);

    private static bool IsSecret(string name) => Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static Fault Fault(string message, SourceLocation location) => new(FaultCatalog.SecretInProperty, message + "; binary logs keep it in clear text")
    {
        Location = location,
        Try = "Remove it: hosts are reached with keys, certificates or an agent. Change the secret if a log was shared",
    };
}
