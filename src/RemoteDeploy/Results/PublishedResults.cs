using RemoteDeploy.Faults;
using RemoteDeploy.Runs;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Results;

/// <summary>One file per host in the folder that people and build servers look at, with the host's name in it.</summary>
internal static class PublishedResults
{
    /// <summary>Copies the readable result files of a suite that ran once on a host.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="files">The files, as the host names them and where they are here.</param>
    /// <param name="stamp">Host and bytes.</param>
    /// <param name="folder">The folder; null for none.</param>
    /// <returns>RD0022 for each that cannot be written.</returns>
    public static IEnumerable<Fault> Write(TestSuite suite, IReadOnlyList<(string Name, string Path)> files, ResultStamp stamp, string? folder)
    {
        foreach (var (name, path) in folder is null ? [] : files)
        {
            var part = files.Count > 1 ? FileNames.Safe(Path.ChangeExtension(name, null).Replace('/', '-')) + "_" : "";
            var target = Path.Combine(folder!, $"{FileNames.Safe(suite.Name)}_{part}{FileNames.Safe(stamp.Host)}{Path.GetExtension(path)}");
            if (Copy(path, target, stamp) is { } fault)
            {
                yield return fault;
            }
        }
    }

    private static Fault? Copy(string path, string target, ResultStamp stamp)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            StampedCopy.Write(path, target, stamp);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultCatalog.CannotWriteHere, "A result file cannot be written to the results folder") { Path = target, Found = exception.Message };
        }
    }
}
