namespace RemoteDeploy.Jobs;

/// <summary>Whether a job runs. In JSON: the name in camel case.</summary>
public enum JobState
{
    /// <summary>It runs under its supervisor.</summary>
    Running,

    /// <summary>It has ended; its results have not been fetched yet.</summary>
    Ended,

    /// <summary>Its supervisor is gone without having noted an end.</summary>
    Lost,
}
