namespace RemoteDeploy.Planning;

/// <summary>Brings a file or folder of each host to this machine, digests checked, one folder per host.</summary>
public sealed record GetRequest : FleetRequest
{
    /// <summary>File or folder on the hosts: absolute or <c>~/…</c>.</summary>
    public required string Remote { get; init; }

    /// <summary>Folder of this machine, absolute; files go to <c>TO/HOST/</c>.</summary>
    public required string To { get; init; }
}
