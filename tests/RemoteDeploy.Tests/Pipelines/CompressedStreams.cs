using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Hosts;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>Deploys whose streams are compressed, and what may go wrong with that.</summary>
public sealed class CompressedStreams : IAsyncDisposable
{
    // Every host takes programs from its own folder first.
    private static readonly SshFleetOptions OwnPrograms = new() { HomeFiles = new Dictionary<string, string>(StringComparer.Ordinal) { [".bashrc"] = "PATH=$HOME/tools:$PATH\n" }, LoginShell = "/bin/bash" };
    private const int Large = 300_000;
    private readonly string folder = Directory.CreateTempSubdirectory("rd-streams-").FullName;
    private Fleet? fleet;

    public async ValueTask DisposeAsync()
    {
        if (fleet is not null)
        {
            await fleet.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Reach_a_host_with_zstd_and_one_without()
    {
        var app = await StartAsync(2);
        using var payload = Payload();

        // Everything but zstd, and nothing else.
        await Programs.MustRunAsync("sh", "-c", "mkdir \"$0\" && for f in /bin/* /usr/bin/*; do case $f in */zstd) ;; *) ln -s \"$f\" \"$0/\" 2>/dev/null;; esac; done; :", fleet!.Outside(1, "tools"));
        await File.WriteAllTextAsync(fleet.Outside(1, ".bashrc"), "PATH=$HOME/tools\n");
        WriteProgram(fleet.Outside(1, "tools/gzip"), "echo \"$@\" >>~/decoded; exec /bin/gzip \"$@\"");

        var report = await DeployAsync(fleet.Engine, app, payload);

        Assert.Equal([], report.AllFaults);
        Assert.Equal([true, false], report.Hosts.Select(host => host.Facts!.HasZstd));
        Assert.All(report.Hosts, host => Assert.InRange(host.BytesOnWire, 200_000, host.BytesSent - 50_000));
        Assert.Equal("-dcq\n", await File.ReadAllTextAsync(fleet.Outside(1, "decoded")));
        Assert.All([0, 1], host => app.AssertActive(payload, host));
    }

    [Fact]
    public async Task Are_sent_again_as_they_are_when_the_host_cannot_decode_them()
    {
        var app = await StartAsync(1);
        using var payload = Payload();
        WriteProgram(fleet!.Outside(0, "tools/zstd"), "head -c 70000 | /usr/bin/zstd \"$@\" 2>/dev/null; exit 1");

        var report = await DeployAsync(fleet.Engine, app, payload);

        Assert.Equal([], report.AllFaults);
        Assert.Contains(report.Hosts[0].Notes, note => note.Contains("sent again", StringComparison.Ordinal));
        app.AssertActive(payload, 0);
    }

    [Fact]
    public async Task That_break_off_here_change_nothing()
    {
        var app = await StartAsync(1);
        using var payload = Payload();
        var (breaking, cue) = (Path.Combine(folder, "zstd"), Path.Combine(folder, "cue"));

        // It goes on, little by little, until the large file is being sent: what breaks off before that is sent as it is.
        WriteProgram(breaking, $"""
            if [ "$1" = -V ]; then exec zstd -V; fi
            zstd "$@" >'{folder}/all'
            n=0
            while ! [ -e '{cue}' ]; do dd bs=1000 skip=$n count=1 <'{folder}/all' 2>/dev/null; n=$((n + 1)); sleep 0.05; done
            """);
        fleet!.OnEvent = happened =>
        {
            if (happened is Transferred moved && moved.BytesDone > moved.BytesTotal - Large)
            {
                File.WriteAllText(cue, "");
            }
        };

        var report = await DeployAsync(fleet.EngineWith(options => options with { ZstdProgram = breaking }), app, payload);

        Assert.Equal([FaultCatalog.CannotWriteHere], report.AllFaults.Select(fault => fault.Code));
        app.AssertNoneActive(0);
        await app.IsCleanAsync(0);
    }

    [Fact]
    public async Task Are_not_compressed_anew_when_an_earlier_run_did_it()
    {
        await StartAsync(1);
        using var payload = Payload();
        var (engine, log) = Counting();

        foreach (var times in new[] { 1, 1 })
        {
            var app = new Application(fleet!);
            Assert.Equal([], (await DeployAsync(engine, app, payload)).AllFaults);
            app.AssertActive(payload, 0);
            Assert.Equal(times, File.ReadAllLines(log).Length);
            Forget(app);
        }
    }

    [Fact]
    public async Task That_were_kept_and_are_damaged_cost_one_more_try_and_are_forgotten()
    {
        await StartAsync(1);
        using var payload = Payload();
        var (engine, log) = Counting();
        var first = new Application(fleet!);
        Assert.Equal([], (await DeployAsync(engine, first, payload)).AllFaults);
        Forget(first);
        var spool = Assert.Single(Directory.GetFiles(folder, "*.spool", SearchOption.AllDirectories));
        var bytes = await File.ReadAllBytesAsync(spool);
        bytes.AsSpan(bytes.Length / 2).Fill(0xFF);
        await File.WriteAllBytesAsync(spool, bytes);

        var app = new Application(fleet!);
        var report = await DeployAsync(engine, app, payload);

        Assert.Equal([], report.AllFaults);
        Assert.Contains(report.Hosts[0].Notes, note => note.Contains("sent again", StringComparison.Ordinal));
        app.AssertActive(payload, 0);
        Assert.False(File.Exists(spool));
        Forget(app);
        Assert.Equal([], (await DeployAsync(engine, new Application(fleet!), payload)).AllFaults);
        Assert.Equal(2, File.ReadAllLines(log).Length);
    }

    // What an application holds is not sent to another one.
    private static void Forget(Application app) => Directory.Delete(app.At(0), recursive: true);

    private static PayloadFolder Payload()
    {
        var bytes = new byte[Large];
        new Random(7).NextBytes(bytes.AsSpan(0, 200_000));
        return PayloadFolder.Plain().File("large", bytes);
    }

    private async Task<Application> StartAsync(int count)
    {
        Prerequisite.Program("zstd");
        fleet = await Fleet.SshAsync(count, OwnPrograms);
        return new Application(fleet);
    }

    private Task<RunReport> DeployAsync(DeployEngine engine, Application app, PayloadFolder payload) =>
        engine.DeployAsync(fleet!.Request(new DeployRequest { Hosts = [], Payload = payload.Path, App = app.Name }));

    // An engine with a cache whose zstd notes each call that compresses.
    private (DeployEngine Engine, string Log) Counting()
    {
        var (program, log) = (Path.Combine(folder, "zstd"), Path.Combine(folder, "calls"));
        WriteProgram(program, $"if [ \"$1\" != -V ]; then echo call >>'{log}'; fi; exec zstd \"$@\"");
        return (fleet!.EngineWith(options => options with { ZstdProgram = program, CacheFolder = Path.Combine(folder, "cache") }), log);
    }

    private static void WriteProgram(string path, string script)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        // It may be a link to the machine's own program, which must not be written through.
        File.Delete(path);
        Programs.WriteScript(path, script);
    }
}
