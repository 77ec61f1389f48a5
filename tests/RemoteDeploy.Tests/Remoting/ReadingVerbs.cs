using System.Text;
using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Probing;
using RemoteDeploy.Remoting;
using RemoteDeploy.Results;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Tests.Remoting;

public sealed class ReadingVerbs
{
    public static TheoryData<string> Shells => ScriptShell.Names;

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Probe_without_leaving_a_trace(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var before = FolderSnapshot.Of(host.Home);

        var facts = ScriptHost.Succeeded(await Prober.ProbeAsync(host.Session, TimeProvider.System, CancellationToken.None));

        FolderSnapshot.AssertSame(before, FolderSnapshot.Of(host.Home));
        Assert.Equal(("md5sum", host.Home, true), (facts.Md5Tool, facts.Home, facts.BaseWritable));
        Assert.Contains(facts.Sha256Tool, new[] { "openssl dgst -sha256 -r", "sha256sum" });
        Assert.Equal(Environment.UserName, facts.User);
        Assert.Equal(shell == "busybox tools" ? "busybox" : facts.Tar, facts.Tar);
        Assert.NotEqual("", facts.Tar);
        Assert.Equal([], facts.MissingTools);
        Assert.NotEqual("", facts.Os);
        Assert.True(facts.FreeBytes > 0, "free space");
        Assert.Equal((host.Temp, true), (facts.TemporaryFolder, facts.TemporaryWritable));
        Assert.True(facts.TemporaryFreeBytes > 0, "free space for temporary files");
        Assert.True(facts.ClockSkew.Duration() < TimeSpan.FromMinutes(1), "clock");
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal((await File.ReadAllTextAsync("/proc/sys/kernel/random/boot_id")).Trim(), facts.BootId);
            Assert.Equal((await File.ReadAllTextAsync("/proc/sys/kernel/osrelease")).Trim(), facts.Kernel);
            Assert.Equal((await File.ReadAllTextAsync("/proc/sys/kernel/hostname")).Trim(), facts.HostName);
        }
    }

    [Theory]
    [InlineData("#!/bin/sh\necho glibc 2.31\n", "glibc 2.31")]
    [InlineData("#!/bin/sh\nexit 1\n", "")]
    public async Task Probe_library_and_tools(string getconf, string libc)
    {
        await using var host = await ScriptHost.StartAsync("busybox tools");
        var bin = Path.Combine(host.Home, "bin");
        WriteProgram("getconf", getconf);
        WriteProgram("bash", "#!/bin/sh\necho 'GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)'\necho 'Copyright (C) version 3'\n");
        WriteProgram("python3.11", "#!/bin/sh\necho it was run >&2\nexit 1\n");
        File.CreateSymbolicLink(Path.Combine(bin, "python3"), "python3.11");

        var facts = ScriptHost.Succeeded(await Prober.ProbeAsync(host.Session, TimeProvider.System, CancellationToken.None));

        Assert.Equal(Directory.GetFiles("/lib", "ld-musl-*").Length == 0 || libc.Length > 0 ? libc : "musl", facts.Libc.Split(' ')[0] == "musl" ? "musl" : facts.Libc);
        Assert.Equal(["bash 5.2.15", "python3 3.11"], facts.Tools);

        void WriteProgram(string name, string text)
        {
            File.Delete(Path.Combine(bin, name));
            File.WriteAllText(Path.Combine(bin, name), text);
            FileModes.Set(Path.Combine(bin, name), "755");
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Discard_named_files_and_nothing_else(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        using var outside = new PayloadFolder().File("kept", "x").File("in/kept", "x");
        using var folder = PayloadFolder.Plain().File("new\nline\n", "x").File("-rf", "y").File("sub -x\n/$(touch x)", "z").File("kept", "x").Link("out", outside.Path).Link("inside", "lib/deep").Link("link", Path.Combine(outside.Path, "kept"));

        ScriptHost.Succeeded(await OldResults.DiscardAsync(host.Session, folder.Path, [], CancellationToken.None));
        ScriptHost.Succeeded(await OldResults.DiscardAsync(host.Session, folder.Path, ["new\nline\n", "-rf", "sub -x\n/$(touch x)", "missing", "no/such/folder", "inside/er/data.bin", "link", "read-only.txt"], CancellationToken.None));

        Assert.Equal(["app-latest.dll", "app.dll", "app.json", "empty.txt", "inside", "kept", "out", "run.sh"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Except(["lib", "logs", "sub -x\n"]).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(folder.Path, "sub -x\n")));
        Assert.False(File.Exists(Path.Combine(folder.Path, "lib/deep/er/data.bin")));
        Assert.True(File.Exists(Path.Combine(outside.Path, "kept")), "the target of a link");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Discard_nothing_outside_of_the_folder_and_no_folder(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        using var outside = new PayloadFolder().File("kept", "x").File("in/kept", "x").File("folder/kept", "x");
        var folder = Path.Combine(outside.Path, "folder");
        File.CreateSymbolicLink(Path.Combine(folder, "out"), outside.Path);
        File.CreateSymbolicLink(Path.Combine(folder, "beside"), "../in");
        Directory.CreateDirectory(Path.Combine(folder, "sub"));
        var before = FolderSnapshot.Of(outside.Path);

        foreach (var name in new[] { "out/kept", "beside/kept", "../kept", "sub/../../kept", "out/folder/../kept", "sub", "sub/..", ".", "" })
        {
            Assert.Equal(FaultCatalog.RemoteStepFailed, ScriptHost.CodeOf(await OldResults.DiscardAsync(host.Session, folder, [name], CancellationToken.None)));
            FolderSnapshot.AssertSame(before, FolderSnapshot.Of(outside.Path));
        }

        Assert.Equal(FaultCatalog.RemotePathMissing, ScriptHost.CodeOf(await OldResults.DiscardAsync(host.Session, folder + "/gone", ["a"], CancellationToken.None)));

        // By way of a link that leads back into the folder, it is a file below the folder.
        ScriptHost.Succeeded(await OldResults.DiscardAsync(host.Session, folder, ["out/folder/kept"], CancellationToken.None));
        Assert.False(File.Exists(Path.Combine(folder, "kept")));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Probe_a_base_that_cannot_be_made(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await File.WriteAllTextAsync(Path.Combine(host.Home, "file"), "");

        var reply = await host.MustCallAsync("probe", Path.Combine(host.Home, "file/base"));

        Assert.Contains($"writable=no: {host.Home}/file", reply.Lines);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Audit_what_no_payload_has(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        using var folder = PayloadFolder.Plain().NonUtf8Name();
        await Programs.MustRunAsync("mkfifo", Path.Combine(folder.Path, "a\npipe"));

        var listing = ScriptHost.Succeeded(await Auditor.TreeAsync(host.Session, folder.Path, "md5sum", CancellationToken.None));

        Assert.Equal(["a\npipe"], listing.Others);
        Assert.Contains("bad\ufffdname", listing.Files.Keys);
        Assert.Equal("app.dll", listing.Links["app-latest.dll"]);
        Assert.Equal(Convert.ToInt32("0444", 8), listing.Files["read-only.txt"].Mode);
        Assert.Equal(0, listing.Files["empty.txt"].Size);
        Assert.Contains("logs/today", listing.Folders.Keys);
        Assert.Empty(Directory.GetFileSystemEntries(host.Temp));
    }

    [Theory]
    [InlineData("dash", "md5sum", DigestAlgorithm.Md5)]
    [InlineData("dash", "openssl dgst -md5 -r", DigestAlgorithm.Md5)]
    [InlineData("dash", "sha256sum", DigestAlgorithm.Sha256)]
    [InlineData("dash", "shasum -a 256", DigestAlgorithm.Sha256)]
    [InlineData("dash", "openssl dgst -sha256 -r", DigestAlgorithm.Sha256)]
    [InlineData("busybox tools", "md5sum", DigestAlgorithm.Md5)]
    [InlineData("busybox tools", "sha256sum", DigestAlgorithm.Sha256)]
    public async Task Audit_with_each_tool_that_a_host_may_have(string shell, string tool, DigestAlgorithm algorithm)
    {
        Prerequisite.Program(tool.Split(' ')[0]);
        await using var host = await ScriptHost.StartAsync(shell);
        using var folder = PayloadFolder.Hostile();
        var manifest = (await ScriptHost.ScanAsync(folder, algorithm)).Manifest;

        var listing = ScriptHost.Succeeded(await Auditor.TreeAsync(host.Session, folder.Path, tool, CancellationToken.None));

        Assert.Equal([], ReleaseComparison.Of(manifest, listing).Faults);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Audit_without_digests(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        using var folder = PayloadFolder.Plain();

        var listing = ScriptHost.Succeeded(await Auditor.TreeAsync(host.Session, folder.Path, "none", CancellationToken.None));

        Assert.Equal(6, listing.Files.Count);
        Assert.All(listing.Files.Values, file => Assert.Null(file.Digest));
        Assert.Equal(FaultCatalog.RemotePathMissing, ScriptHost.CodeOf(await Auditor.TreeAsync(host.Session, folder.Path + "/gone", "md5sum", CancellationToken.None)));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Audit_those_named_files_that_are_there(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        using var folder = PayloadFolder.Plain().File("new\nline", "x").File("-rf", "y");

        var listing = ScriptHost.Succeeded(await Auditor.FilesAsync(
            host.Session, folder.Path, "md5sum", ["new\nline", "missing", "-rf", "lib", "app-latest.dll", "lib/deep/er/data.bin"], CancellationToken.None));

        Assert.Equal(["new\nline", "-rf", "lib/deep/er/data.bin"], listing.Order);
        Assert.Equal("9dd4e461268c8034f5c8564e155c67a6", listing.Files["new\nline"].Digest.ToString());
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Audit_nothing(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        using var folder = new PayloadFolder();

        var listing = ScriptHost.Succeeded(await Auditor.TreeAsync(host.Session, folder.Path, "md5sum", CancellationToken.None));

        Assert.Equal((0, "."), (listing.Files.Count, Assert.Single(listing.Folders).Key));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Fetch_contents_in_the_order_of_their_list(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        using var folder = PayloadFolder.Plain().File("new\nline", "first\n").File("zeros", new byte[70_000]);
        var contents = new List<string>();
        IReadOnlyList<string> order = [];
        var call = new ScriptCall("fetch", folder.Path, "md5sum")
        {
            Data = NameList.Of(["zeros", "gone", "new\nline"]),
            OnLine = async (line, reader, token) =>
            {
                var listing = await AuditListing.ReadAsync(reader, hashes: true, line, token);
                order = listing!.Order;
                Assert.Equal("data", await reader.TextAsync(token));
                foreach (var name in order)
                {
                    using var content = new MemoryStream();
                    await reader.CopyAsync(listing.Files[name].Size, content, token);
                    contents.Add(Encoding.UTF8.GetString(content.ToArray()));
                }
            },
        };

        ScriptHost.Succeeded(await host.Session.StepAsync(call, CancellationToken.None));

        Assert.Equal(["zeros", "new\nline"], order);
        Assert.Equal([new('\0', 70_000), "first\n"], contents);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Fetch_the_rest_of_a_file(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        using var folder = new PayloadFolder().File("-f", "0123456789");
        var rest = new MemoryStream();
        var call = new ScriptCall("fetch", folder.Path, "none", "7")
        {
            Data = NameList.Of(["-f"]),
            OnLine = async (line, reader, token) =>
            {
                Assert.Equal(10, (await AuditListing.ReadAsync(reader, hashes: false, line, token))!.Files["-f"].Size);
                Assert.Equal("data", await reader.TextAsync(token));
                await reader.CopyAsync(3, rest, token);
            },
        };

        ScriptHost.Succeeded(await host.Session.StepAsync(call, CancellationToken.None));

        Assert.Equal("789", Encoding.UTF8.GetString(rest.ToArray()));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Say_the_kind_of_a_path(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        using var folder = new PayloadFolder().File("log", "0123456789\nend");
        Assert.Equal(["file"], (await host.MustCallAsync("kind", Path.Combine(folder.Path, "log"))).Lines);
        Assert.Equal(["folder"], (await host.MustCallAsync("kind", "~")).Lines);
        Assert.Equal(FaultCatalog.RemotePathMissing, ScriptHost.CodeOf(await host.CallAsync("kind", "~/nothing here")));
    }
}
