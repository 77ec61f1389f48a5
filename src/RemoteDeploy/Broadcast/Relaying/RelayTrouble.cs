namespace RemoteDeploy.Broadcast.Relaying;

/// <summary>Why a host is left out of a relay.</summary>
internal enum RelayTrouble
{
    /// <summary>It does not speak any more.</summary>
    Silent,

    /// <summary>The host before it cannot connect to it.</summary>
    NotReached,

    /// <summary>The stream does not get on at it.</summary>
    HeldUp,

    /// <summary>It cannot take part at all.</summary>
    Unable,

    /// <summary>Its session ended.</summary>
    Ended,
}
