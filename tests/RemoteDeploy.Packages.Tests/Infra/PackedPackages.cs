using RemoteDeploy.Packages.Tests.Infra;
using RemoteDeploy.TestSupport;

[assembly: AssemblyFixture(typeof(PackedPackages))]

namespace RemoteDeploy.Packages.Tests.Infra;

/// <summary>The real packages, packed once for a run of the tests by the script that releases use.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private const string Tasks = "RemoteDeploy.Tasks";

    /// <summary>Holds everything of this run of the tests.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("rd-packages-").FullName;

    public string Feed { get; private set; } = "";

    /// <summary>Where scratch projects unpack packages, so that none is taken from another run.</summary>
    public string Cache => Path.Combine(Folder, "cache");

    /// <summary>Third-party packages as the restore of this project left them, and none of ours: the version may be one that was unpacked before.</summary>
    public string ThirdParty => Path.Combine(Folder, "third-party");

    public string Version { get; private set; } = "";

    // build/test.sh has just packed and says where.
    public async ValueTask InitializeAsync()
    {
        Prerequisite.Posix();
        Feed = Environment.GetEnvironmentVariable("REMOTEDEPLOY_FEED") is { Length: > 0 } packed ? packed : await PackAsync();
        var file = Assert.Single(Directory.GetFiles(Feed, $"{Tasks}.*.nupkg"));
        Version = Path.GetFileNameWithoutExtension(file)[(Tasks.Length + 1)..];
        Directory.CreateDirectory(ThirdParty);
        foreach (var package in Directory.EnumerateDirectories(Repository.PackageCache).Where(folder => !IsOurs(Path.GetFileName(folder))))
        {
            Directory.CreateSymbolicLink(Path.Combine(ThirdParty, Path.GetFileName(package)), package);
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    public string FileOf(string package) => Path.Combine(Feed, $"{package}.{Version}.nupkg");

    private static bool IsOurs(string package) => package.Contains("remotedeploy", StringComparison.OrdinalIgnoreCase);

    private async Task<string> PackAsync()
    {
        var feed = Path.Combine(Folder, "feed");
        await Programs.MustRunAsync(new ProgramCall("sh", Path.Combine(Repository.Root, "build", "pack.sh"), "--output", feed)
        {
            Deadline = TimeSpan.FromMinutes(15),
        });
        return feed;
    }
}
