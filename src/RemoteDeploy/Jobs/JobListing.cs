namespace RemoteDeploy.Jobs;

/// <summary>A job as its host lists it.</summary>
/// <param name="App">The application.</param>
/// <param name="Run">The run that started it.</param>
/// <param name="Name">Its name in the run.</param>
/// <param name="State">Whether it runs.</param>
public sealed record JobListing(string App, string Run, string Name, JobState State)
{
    /// <summary>The suite or unit that it runs, raw; empty when the host does not tell.</summary>
    public string Suite { get; init; } = "";

    /// <summary>The program, raw.</summary>
    public string Program { get; init; } = "";

    /// <summary>Who started it, raw.</summary>
    public string Owner { get; init; } = "";

    /// <summary>When it was started, by the clock of the machine that did.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>How it ended; null while it runs, and where nobody knows.</summary>
    public JobEnd? End { get; init; }
}
