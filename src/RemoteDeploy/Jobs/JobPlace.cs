namespace RemoteDeploy.Jobs;

/// <summary>Where a job is on its host.</summary>
/// <param name="Folder">The folder of the job: its state and its output.</param>
/// <param name="WorkFolder">The folder that it runs in: below its own, or below that of an earlier job whose folder it took over.</param>
internal sealed record JobPlace(string Folder, string WorkFolder)
{
    /// <summary>The folders of jobs that hold something of it.</summary>
    public IReadOnlyList<string> Folders =>
        WorkFolder.LastIndexOf('/') is > 0 and var slash && WorkFolder.Contains("/jobs/", StringComparison.Ordinal) && !JobId.IsSame(WorkFolder[..slash], Folder)
            ? [Folder, WorkFolder[..slash]]
            : [Folder];
}
