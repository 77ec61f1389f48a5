namespace RemoteDeploy.Planning;

/// <summary>A plain copy of files and folders to a folder of each host, verified there; every file is replaced atomically.</summary>
public sealed record PutRequest : FleetRequest
{
    /// <summary>Files and folders of this machine, absolute, at least one. A folder arrives as a folder of its name.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Folder on the hosts: absolute or <c>~/…</c>; made when missing.</summary>
    public required string To { get; init; }
}
