namespace RemoteDeploy.Inventory.Reading;

/// <summary>Every key of an inventory file by the place where it may stand.</summary>
internal static class Keys
{
    internal static readonly string[] File =
    [
        "version", "app", "payload", "base", "release", "digest", "verify", "keep", "forks", "timeout", "connectTimeout", "stallTimeout", "minRate",
        "allowFailures", "relay", "links", "sshConfig", "requires", "afterCopy", "history", "maxFailures", "failOnFlaky",
        "defaults", "hosts", "groups", "suites",
    ];

    internal static readonly string[] Defaults = ["user", "port", "identity", "base", "rid", "score", "tags"];

    internal static readonly string[] Host = ["name", "address", .. Defaults];

    internal static readonly string[] Suite =
    [
        "name", "command", "tests", "arguments", "results", "timeout", "environment", "on", "mode", "unit", "units", "unitsFile", "unitsFrom",
        "retries", "requires", "spares", "setUp", "tearDown", "artifacts", "artifactsCap",
    ];

    internal static readonly string[] Unit = ["name", "command", "arguments", "duration", "timeout", "retries", "requires", "destructive"];

    /// <summary>Where a key would be right; null when it exists nowhere.</summary>
    internal static string? PlaceOf(string key)
    {
        (string Place, string[] Keys)[] places = [("at the top of the file", File), ("under defaults: or a host", Defaults), ("under a host", Host), ("under a suite", Suite), ("under a unit of a suite", Unit)];
        return Array.Find(places, place => place.Keys.Contains(key, StringComparer.Ordinal)).Place;
    }
}
