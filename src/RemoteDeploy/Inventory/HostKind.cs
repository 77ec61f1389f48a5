namespace RemoteDeploy.Inventory;

/// <summary>How a host is reached.</summary>
public enum HostKind
{
    /// <summary>Over the system's OpenSSH client.</summary>
    Ssh,

    /// <summary>A folder of this machine that plays a host.</summary>
    Local,
}
