namespace RemoteDeploy.Jobs;

/// <summary>A job to start.</summary>
internal sealed record JobSpec
{
    /// <summary>Its name.</summary>
    public required JobId Id { get; init; }

    /// <summary>Folder on the host that it runs in. One below <c>work/RUN/</c> becomes the job's own and goes with it, not with the lock.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>Program and arguments, each passed as it is.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Variables beside those of the login. They travel as data and stand in no command line.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>What it reads as standard input.</summary>
    public byte[] Input { get; init; } = [];

    /// <summary>Its deadline, kept by the host, in whole seconds rounded up.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Time between being asked to end and being forced to.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Bytes kept of the beginning of each stream, and at least as many of its end.</summary>
    public long OutputCap { get; init; } = 8L << 20;

    /// <summary>What it is, for <c>ps</c>.</summary>
    public required JobLabel Label { get; init; }
}
