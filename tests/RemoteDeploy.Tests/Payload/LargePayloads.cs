using System.Globalization;
using System.Text.Json;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Payload;

/// <summary>The tool as a process of its own, its memory measured by the system.</summary>
public sealed class LargePayloads : IDisposable
{
    private const string Measure = "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:]); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr); sys.exit(code)";
    private readonly string work = Directory.CreateTempSubdirectory("rd-large-").FullName;
    private readonly PayloadFolder payload = new();

    public void Dispose()
    {
        payload.Dispose();
        Directory.Delete(work, recursive: true);
    }

    [Fact]
    public async Task Of_half_a_gibibyte_go_to_two_hosts_in_little_memory()
    {
        var room = new DriveInfo(Path.GetTempPath()).AvailableFreeSpace;
        Assert.SkipUnless(room > 2L << 30, "Less than 2 GiB are free where temporary files are.");
        payload.SparseFile("image.bin", 1L << 29).File("app", "x");

        await DeployAsync("local:a,local:b", files: 2, bytes: (1L << 29) + 1);
    }

    [Fact]
    public async Task Of_ten_thousand_files_go_to_two_hosts_in_little_memory()
    {
        payload.Many(10_000);

        await DeployAsync("local:a,local:b", files: 10_000, bytes: null);
        FolderSnapshot.AssertSame(payload.Snapshot(), FolderSnapshot.Of(Path.Combine(work, ".remotedeploy/hosts/b/.remotedeploy/app/current")));
    }

    private async Task DeployAsync(string hosts, int files, long? bytes)
    {
        Prerequisite.Program("python3");
        Prerequisite.Posix();

        var result = await Programs.RunAsync(new ProgramCall("python3", "-c", Measure, "dotnet", Built.Tool, "deploy", payload.Path, "--on", hosts, "--json") { Folder = work });

        Assert.Equal((0, ""), (result.ExitCode, result.ExitCode == 0 ? "" : result.Output + result.Error));
        var report = JsonDocument.Parse(result.Output).RootElement;
        Assert.All(report.GetProperty("hosts").EnumerateArray(), host =>
        {
            Assert.Equal(("activated", files), (host.GetProperty("outcome").GetString(), host.GetProperty("filesSent").GetInt32()));
            Assert.True(bytes is null || host.GetProperty("bytesSent").GetInt64() == bytes);
        });
        var peak = long.Parse(result.Error.Trim().Split('\n')[^1], CultureInfo.InvariantCulture);
        Assert.InRange(peak, 10_000, 200_000);
    }
}
