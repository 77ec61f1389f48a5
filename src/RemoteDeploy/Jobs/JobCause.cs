namespace RemoteDeploy.Jobs;

/// <summary>Why a job is over, or why nobody knows how it ended. In JSON: the name in camel case.</summary>
public enum JobCause
{
    /// <summary>It ended by itself, with an exit status.</summary>
    Exited,

    /// <summary>A signal ended it that nobody of this run sent: most often a crash.</summary>
    Signalled,

    /// <summary>Its deadline passed; it was ended with all its processes.</summary>
    TimedOut,

    /// <summary>Somebody asked for its end: the run was cancelled, or <c>remotedeploy stop</c>.</summary>
    Stopped,

    /// <summary>The system killed it because memory ran out.</summary>
    OutOfMemory,

    /// <summary>Its supervisor is gone without a word; what was left of the job was ended.</summary>
    SupervisorLost,

    /// <summary>The host was started anew meanwhile, and the job ended with the old start.</summary>
    HostRebooted,

    /// <summary>Its start broke off on the host before it had a supervisor: nothing of it has run.</summary>
    NotStarted,

    /// <summary>The host could not be reached for too long; the job may still be running there.</summary>
    HostLost,
}
