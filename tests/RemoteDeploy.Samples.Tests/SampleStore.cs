using RemoteDeploy.Samples.Tests;
using RemoteDeploy.TestSupport;

[assembly: AssemblyFixture(typeof(SampleStore))]

namespace RemoteDeploy.Samples.Tests;

/// <summary>The packages, packed once, and copies of the samples that consume them through the samples' own NuGet.Config.</summary>
public sealed class SampleStore : IDisposable
{
    private static readonly string[] Leftovers = ["bin", "obj", ".remotedeploy", "TestResults"];
    private readonly string root = Directory.CreateTempSubdirectory("rd-samples-").FullName;
    private readonly Lazy<Task> packed;
    private int copies;

    public SampleStore() => packed = new Lazy<Task>(PackAsync);

    private string Artifacts => Path.Combine(root, "artifacts");

    /// <summary>A fresh copy of one sample.</summary>
    internal async Task<Sample> TakeAsync(string name)
    {
        await packed.Value;
        var place = Path.Combine(root, $"{Interlocked.Increment(ref copies)}");
        var samples = Path.Combine(place, "samples");
        Directory.CreateDirectory(samples);
        Directory.CreateSymbolicLink(Path.Combine(place, "artifacts"), Artifacts);
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("samples")))
        {
            File.Copy(file, Path.Combine(samples, Path.GetFileName(file)));
        }

        Copy(Repository.PathOf($"samples/{name}"), Path.Combine(samples, name));
        return new Sample(Path.Combine(samples, name), Path.Combine(root, "home"), Path.Combine(root, "unpacked"));
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(root, recursive: true);

    // Unless build/test.sh has just packed and says where.
    private async Task PackAsync()
    {
        Directory.CreateDirectory(Artifacts);
        var feed = Path.Combine(Artifacts, "packages");
        if (Environment.GetEnvironmentVariable("REMOTEDEPLOY_FEED") is { Length: > 0 } folder)
        {
            Directory.CreateSymbolicLink(feed, folder);
            return;
        }

        await Programs.MustRunAsync(new ProgramCall(Repository.PathOf("build/pack.sh"), "--output", feed, "--portable-tool"));
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(from).Where(folder => !Leftovers.Contains(Path.GetFileName(folder))))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
