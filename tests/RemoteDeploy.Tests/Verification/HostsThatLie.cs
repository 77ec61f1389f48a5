using RemoteDeploy.Payload;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Hosts;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Pipelines;
using RemoteDeploy.Tests.Verbs;

namespace RemoteDeploy.Tests.Verification;

/// <summary>Real hosts on whose PATH one program does not do its work right, as on machines with bad memory or odd tools.</summary>
public sealed class HostsThatLie : IDisposable
{
    private readonly string programs = Directory.CreateTempSubdirectory("rd-programs-").FullName;
    private readonly PayloadFolder payload = PayloadFolder.Plain();

    public void Dispose()
    {
        payload.Dispose();
        Directory.Delete(programs, recursive: true);
    }

    // The files that the listing is put together from; "fs" has a line for each file, "lt" the targets of links.
    [Theory]
    [InlineData("find", "#!/bin/sh\n\"$REAL\" \"$@\" && for f; do case $f in */fs) sed -i 2d \"$f\" ;; esac; done\n")]
    [InlineData("stat", "#!/bin/sh\n\"$REAL\" \"$@\" | sed '2d'\n")]
    public async Task About_how_many_files_there_are_are_not_believed(string program, string text)
    {
        await using var fleet = await StartAsync(program, text);

        var report = await fleet.DeployAsync(payload.Path);

        Assert.Equal(20, report.ExitCode);
        Assert.Equal(["RD2008"], report.Codes());
        Assert.False(Path.Exists(fleet.App(0, "current")));
    }

    [Fact]
    public async Task About_a_digest_get_the_file_again_and_are_then_refused()
    {
        await using var fleet = await StartAsync("md5sum", "#!/bin/sh\n\"$REAL\" \"$@\" | sed '/run.sh/s/^....../ffffff/'\n");

        var report = await fleet.DeployAsync(payload.Path, request => request with { Digest = DigestAlgorithm.Md5 });

        Assert.Equal(20, report.ExitCode);
        Assert.Equal(["RD2001"], report.Codes());
        Assert.Equal("run.sh", report.Hosts[0].Faults[0].Path);
        Assert.Equal(HostOutcome.Mismatch, report.Hosts[0].Outcome);
        Assert.Contains(fleet.Events, seen => seen is PhaseStarted { Phase: Phase.Copy, Detail: "again" });
        Assert.False(Path.Exists(fleet.App(0, "current")));
    }

    [Theory]
    [InlineData("find", "#!/bin/sh\n\"$REAL\" \"$@\" && for f; do case $f in */lt) sed -i 's#app.dll#/etc/passwd#' \"$f\" ;; esac; done\n")]
    [InlineData("readlink", "#!/bin/sh\ncase $* in *app-latest*) printf /etc/passwd ;; *) exec \"$REAL\" \"$@\" ;; esac\n")]
    public async Task About_links_are_refused(string program, string text)
    {
        await using var fleet = await StartAsync(program, text);

        var report = await fleet.DeployAsync(payload.Path);

        Assert.Equal(["RD2004"], report.Codes());
        Assert.Equal(("app-latest.dll", "/etc/passwd"), (report.Hosts[0].Faults[0].Path, report.Hosts[0].Faults[0].Found));
        Assert.False(Path.Exists(fleet.App(0, "current")));
    }

    private async Task<Fleet> StartAsync(string program, string text)
    {
        Prerequisite.Sshd();
        if (program != "find")
        {
            // With GNU find neither stat nor readlink is asked.
            await WriteAsync("find", "#!/bin/sh\ncase $* in *-fprint*|*-printf*) exit 1 ;; *) exec \"$REAL\" \"$@\" ;; esac\n");
        }

        await WriteAsync(program, text);
        return await Fleet.SshAsync(1, new SshFleetOptions { Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = $"{programs}:/usr/bin:/bin:/usr/sbin:/sbin" } });
    }

    private async Task WriteAsync(string program, string text)
    {
        var path = Path.Combine(programs, program);
        await File.WriteAllTextAsync(path, text.Replace("$REAL", Programs.Find(program), StringComparison.Ordinal));
        FileModes.Set(path, "755");
    }
}
