using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using RemoteDeploy.Broadcast;
using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Remoting;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Tests.Remoting;

[UnsupportedOSPlatform("windows")]
public sealed class ReleaseVerbs
{
    public static TheoryData<string> Shells => ScriptShell.Names;

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Receive_every_name_and_prove_every_byte(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        using var payload = PayloadFolder.Hostile().File("run.sh", "x", "0755").File("locked", "y", "0400").EmptyFolder("empty");
        File.SetUnixFileMode(Path.Combine(payload.Path, "empty"), (UnixFileMode)Convert.ToInt32("0555", 8));
        foreach (var algorithm in Enum.GetValues<DigestAlgorithm>())
        {
            var snapshot = await ScriptHost.ScanAsync(payload, algorithm);
            var files = snapshot.Manifest.Files.ToList();
            var stage = host.InApp($"staging/{algorithm}");
            var tool = algorithm == DigestAlgorithm.Md5 ? "md5sum" : "sha256sum";
            AuditListing? listing = null;
            var receive = new ScriptCall("receive", stage, "yes", tool, "none")
            {
                Input = (to, token) => TarStream.WriteAsync(to, snapshot, files, _ => { }, null, token),
                OnLine = async (line, reader, token) =>
                {
                    Assert.Equal("received", line);
                    listing = await AuditListing.ReadAsync(reader, hashes: true, (await reader.TextAsync(token))!, token);
                },
            };
            ScriptHost.Succeeded(await host.Session.StepAsync(receive, CancellationToken.None));

            FolderSnapshot.AssertSame(payload.Snapshot(), FolderSnapshot.Of(stage));
            Assert.Equal([], ReleaseComparison.Of(snapshot.Manifest, listing!).Faults);
        }


        // The session keeps one file for what steps read.
        await host.Session.DisposeAsync();
        Assert.Empty(Directory.GetFileSystemEntries(host.Temp));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Switch_nothing_that_cannot_be_recorded(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using var lease = await host.LeaseAsync("run0");
        await host.SealAsync("run0", "one");
        Directory.CreateDirectory(host.InApp("activations"));

        Assert.Equal(FaultCatalog.RemoteStepFailed, ScriptHost.CodeOf(await host.CallAsync("activate", host.App, "run0", "one", "5")));

        Assert.False(Path.Exists(host.InApp("current")), "nothing is active");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Make_no_folder_for_a_run_whose_lease_has_ended(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using (await host.LeaseAsync("run0"))
        {
            await host.SealAsync("run0", "one");
        }

        Assert.Equal(FaultCatalog.LockLost, ScriptHost.CodeOf(await host.CallAsync("prepare", host.InApp("staging/run1"), "run1", "none", "0")));
        Assert.Equal(FaultCatalog.LockLost, ScriptHost.CodeOf(await host.FeedAsync("", "receive", host.InApp("staging/run1"), "yes", "none", "none", "run1")));
        Assert.False(Directory.Exists(host.InApp("staging")), "nothing is staged");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Make_no_copy_for_a_run_whose_lease_ends_meanwhile(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);

        var said = await script.MustRunAsync(
            "mkdir -p \"$HOME/app/releases/one\"",
            "rd_lock_of() { [ ! -d \"$HOME/app/work\" ]; }",
            "(rd_verb_checkout \"$HOME/app\" r1 copy one) | grep -c '^fault locklost'",
            "ls -A \"$HOME/app\"");

        Assert.Equal("1\nreleases", said);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Leave_nothing_that_a_request_made_while_its_lease_ended(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);

        var said = await script.MustRunAsync(
            "rd_home=$HOME/app rd_run=r1 rd_lock_info='r1|1' rd_beat=$HOME/app/.beat-r1",
            "mkdir -p \"$rd_home/staging/r1\" \"$rd_home/work/r1/copy\"",
            "ln -s 'r1|1' \"$rd_home/lock\"",
            "rd_target() { if [ -h \"$rd_home/lock\" ]; then mkdir -p \"$rd_home/staging/r1/lib\" \"$rd_home/work/r1\"; fi; rd_at='r1|1'; }",
            "rd_lease_end",
            "ls -A \"$rd_home\"",
            "echo over");

        Assert.Equal("over", said);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Refuse_a_staging_folder_that_is_there_and_half_an_archive(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var stage = host.InApp("staging/run1");
        await using var lease = await host.LeaseAsync();
        await host.MustCallAsync("prepare", stage, "run1", "none", "0");
        Assert.Equal((UnixFileMode)Convert.ToInt32("0700", 8), File.GetUnixFileMode(stage));
        Assert.Equal(FaultCatalog.RemoteStepFailed, ScriptHost.CodeOf(await host.CallAsync("prepare", stage, "run1", "none", "0")));
        Assert.Equal(FaultCatalog.RemoteStepFailed, ScriptHost.CodeOf(await host.FeedAsync("", "receive", stage, "yes", "none", "none")));

        var half = new byte[3000];
        "./a-file"u8.CopyTo(half);
        Assert.Equal(FaultCatalog.RemoteStepFailed, ScriptHost.CodeOf(await host.FeedAsync(half, "receive", host.InApp("staging/run1"), "no", "none", "none")));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Take_files_from_an_earlier_release_with_new_modes_and_times(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        string[] names = ["plain", "with space", " leading and trailing ", "-dash", "$(x)", "star*", "[b]", "quo'te\"", "ünï", "deep/er/file", new('n', 250)];
        using var earlier = new PayloadFolder();
        foreach (var name in names)
        {
            earlier.File(name, "content of " + name);
        }

        using var list = new StringWriter { NewLine = "\n" };
        list.WriteLine("M 755 ./-dash\nM 600 ./with space\nT 202001020304.05 ./deep/er/file\nT 202001020304.05 ./plain");
        foreach (var name in names)
        {
            list.WriteLine("C 1 ./" + name);
        }

        list.WriteLine("R 2 ./$(y)\nD ./far/aw'ay\nM 640 ./far/aw'ay");
        using var other = new PayloadFolder().File("$(y)", "other", "0600");

        // A lease would take the folder away with itself.
        Directory.CreateDirectory(host.App);
        File.CreateSymbolicLink(host.InApp("lock"), "r|1");
        ScriptHost.Succeeded(await host.FeedAsync(list.ToString(), "prepare", host.InApp("staging/r"), "r", "none", Encoding.UTF8.GetByteCount(list.ToString()).ToString(CultureInfo.InvariantCulture), earlier.Path, other.Path));

        earlier.File("far/aw'ay", "other", "0640").File("-dash", "content of -dash", "0755").File("with space", "content of with space", "0600");
        foreach (var name in new[] { "deep/er/file", "plain" })
        {
            File.SetLastWriteTimeUtc(Path.Combine(earlier.Path, name), new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        }

        FolderSnapshot.AssertSame(earlier.Snapshot(), FolderSnapshot.Of(host.InApp("staging/r")));

        // The session keeps one file for what steps read.
        await host.Session.DisposeAsync();
        Assert.Empty(Directory.GetFileSystemEntries(host.Temp));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Check_out_a_private_copy(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using var lease = await host.LeaseAsync();
        using var payload = PayloadFolder.Plain();
        await host.SealAsync("run1", "one");
        Directory.Delete(host.InApp("releases/one"), recursive: true);
        CopyTree(payload.Path, host.InApp("releases/one"));

        var path = Assert.Single((await host.MustCallAsync("checkout", host.App, "run1", "suite 1", "one")).Values("path"));

        Assert.Equal(host.InApp("work/run1/suite 1"), path);
        FolderSnapshot.AssertSame(FolderSnapshot.Of(host.InApp("releases/one")), FolderSnapshot.Of(path));
        await File.WriteAllTextAsync(Path.Combine(path, "app.json"), "changed by a suite");
        Assert.Equal("{ \"answer\": 42 }\n", await File.ReadAllTextAsync(host.InApp("releases/one/app.json")));
        Assert.Equal(FaultCatalog.BaseNotWritable, ScriptHost.CodeOf(await host.CallAsync("checkout", host.App, "run1", "suite 1", "one")));
    }

    private static void CopyTree(string from, string to)
    {
        using var copy = System.Diagnostics.Process.Start("cp", ["-a", from, to]);
        copy.WaitForExit();
        Assert.Equal(0, copy.ExitCode);
    }
}
