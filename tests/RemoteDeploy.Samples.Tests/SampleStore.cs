using RemoteDeploy.Samples.Tests;
using RemoteDeploy.TestSupport;

[assembly: AssemblyFixture(typeof(SampleStore))]

namespace RemoteDeploy.Samples.Tests;

/// <summary>The packages, packed once, and copies of the samples that consume them through the samples' own NuGet.Config.</summary>
public sealed class SampleStore : IAsyncLifetime
{
    private static readonly string[] Leftovers = ["bin", "obj", ".remotedeploy", "TestResults"];
    private readonly string root = Directory.CreateTempSubdirectory("rd-samples-").FullName;
    private int copies;

    private string Artifacts => Path.Combine(root, "artifacts");

    /// <summary>Packs, unless build/test.sh has just done so and says where.</summary>
    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Artifacts);
        var feed = Path.Combine(Artifacts, "packages");
        if (Environment.GetEnvironmentVariable("REMOTEDEPLOY_FEED") is { Length: > 0 } packed)
        {
            Directory.CreateSymbolicLink(feed, packed);
            return;
        }

        await Programs.MustRunAsync(new ProgramCall(Repository.PathOf("build/pack.sh"), "--output", feed, "--portable-tool"));
    }

    /// <summary>A fresh copy of one sample.</summary>
    internal Sample Take(string name)
    {
        var place = Path.Combine(root, $"{Interlocked.Increment(ref copies)}");
        var samples = Path.Combine(place, "samples");
        Directory.CreateDirectory(samples);
        Directory.CreateSymbolicLink(Path.Combine(place, "artifacts"), Artifacts);
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("samples")))
        {
            File.Copy(file, Path.Combine(samples, Path.GetFileName(file)));
        }

        Copy(Repository.PathOf($"samples/{name}"), Path.Combine(samples, name));
        return new Sample(Path.Combine(samples, name), Path.Combine(root, "home"));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(root, recursive: true);
        return ValueTask.CompletedTask;
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
