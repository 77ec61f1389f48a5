using RemoteDeploy.Packages.Tests.Infra;
using RemoteDeploy.TestSupport;

[assembly: AssemblyFixture(typeof(PackedPackages))]

namespace RemoteDeploy.Packages.Tests.Infra;

/// <summary>The real packages, packed once for a run of the tests by the script that releases use, under a version nobody has cached.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    /// <summary>Holds everything of this run of the tests.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("rd-packages-").FullName;

    public string Feed => Path.Combine(Folder, "feed");

    /// <summary>Where scratch projects unpack packages, so that none is taken from another run.</summary>
    public string Cache => Path.Combine(Folder, "cache");

    public string Version { get; } = $"0.1.0-test.{Environment.ProcessId}.{Guid.NewGuid():N}"[..40];

    public async ValueTask InitializeAsync()
    {
        Prerequisite.Posix();
        await Programs.MustRunAsync(new ProgramCall("sh", Path.Combine(Repository.Root, "build", "pack.sh"), "--output", Feed, "--version", Version)
        {
            Deadline = TimeSpan.FromMinutes(15),
        });
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    public string FileOf(string package) => Path.Combine(Feed, $"{package}.{Version}.nupkg");
}
