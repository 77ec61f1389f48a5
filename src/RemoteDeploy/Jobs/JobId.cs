using System.Globalization;
using RemoteDeploy.Runs;

namespace RemoteDeploy.Jobs;

/// <summary>
/// Name of a job on a host. It is made of what the job is, so that whoever asks twice for the same start, after a lost connection or
/// after the controller died, asks for the same job: it is started once.
/// </summary>
/// <param name="Run">The run.</param>
/// <param name="Name">What it is, and which attempt, as a file name.</param>
internal readonly record struct JobId(string Run, string Name)
{
    /// <summary>The job of a suite or unit.</summary>
    /// <param name="run">The run.</param>
    /// <param name="what">Name of the suite or unit.</param>
    /// <param name="attempt">From 1.</param>
    public static JobId Of(string run, string what, int attempt)
    {
        var name = FileNames.Safe(what);

        // Hidden folders would be overlooked on the host.
        return new JobId(run, string.Create(CultureInfo.InvariantCulture, $"{(name[0] == '.' ? "_" : "")}{name}-{attempt}"));
    }

    /// <summary>True for two folders of one job of a host: until the host has answered, its home is spelled as a tilde.</summary>
    public static bool IsSame(string folder, string other) => InFolder(folder) == InFolder(other);

    /// <summary>The part of a job's folder that names the job.</summary>
    public static string InFolder(string folder) => folder[Math.Max(0, folder.LastIndexOf("/jobs/", StringComparison.Ordinal))..];

    /// <inheritdoc/>
    public override string ToString() => $"{Run}/{Name}";
}
