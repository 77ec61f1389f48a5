namespace RemoteDeploy.Jobs;

/// <summary>Both streams of a job, in <c>stdout.txt</c> and <c>stderr.txt</c> of a folder of this machine.</summary>
internal sealed class JobOutput : IDisposable
{
    private const int MaxTail = 64 * 1024;

    // A host keeps a beginning, and of the rest at most three halves of as much.
    private const int MostKept = 3;

    /// <param name="folder">The folder; made when something comes.</param>
    /// <param name="cap">The job's own cap of each stream.</param>
    public JobOutput(string folder, long cap)
    {
        Out = new JobStream(Path.Combine(folder, "stdout.txt"), MostKept * (cap + (1 << 20)));
        Error = new JobStream(Path.Combine(folder, "stderr.txt"), MostKept * (cap + (1 << 20)));
    }

    /// <summary>Standard output.</summary>
    public JobStream Out { get; }

    /// <summary>Standard error.</summary>
    public JobStream Error { get; }

    /// <summary>Bytes that were not kept.</summary>
    public long LeftOut => Out.LeftOut + Error.LeftOut;

    /// <summary>Everything has come.</summary>
    public void Complete()
    {
        Out.Complete();
        Error.Complete();
    }

    /// <summary>The end of standard output and then that of standard error, raw.</summary>
    public string Text()
    {
        var (output, error) = (Out.Tail(MaxTail), Error.Tail(MaxTail));
        return error.Length == 0 ? output : output + (output.Length == 0 || output.EndsWith('\n') ? "" : "\n") + error;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Out.Dispose();
        Error.Dispose();
    }
}
