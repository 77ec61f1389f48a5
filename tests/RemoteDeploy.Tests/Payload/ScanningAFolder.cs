using System.Net.Sockets;
using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Payload;

public sealed class ScanningAFolder : IDisposable
{
    private readonly PayloadFolder folder = new();

    public void Dispose()
    {
        // Names that are not UTF-8 can be removed by other programs only.
        if (!OperatingSystem.IsWindows())
        {
            using var remove = System.Diagnostics.Process.Start("rm", ["-rf", folder.Path]);
            remove.WaitForExit();
            Directory.CreateDirectory(folder.Path);
        }

        folder.Dispose();
    }

    [Fact]
    public async Task Without_a_file_says_that_it_is_empty()
    {
        folder.EmptyFolder("only/folders").Link("and", "only");

        Assert.Equal([FaultCatalog.PayloadEmpty], await CodesAsync());
    }

    [Fact]
    public async Task That_is_not_there_says_so()
    {
        folder.File("a-file", "");

        Assert.Equal([FaultCatalog.PayloadMissing], await CodesAsync("nowhere"));
        Assert.Equal([FaultCatalog.PayloadMissing], await CodesAsync("a-file"));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("../sibling")]
    [InlineData("sub/../../sibling")]
    [InlineData("./..")]
    public async Task With_a_link_that_leads_out_is_refused(string target)
    {
        Prerequisite.Posix();
        folder.File("ok.txt", "ok").EmptyFolder("sub").Link("link", target);

        var fault = Assert.Single((await ScanAsync()).Faults);
        Assert.Equal((FaultCatalog.PayloadUnsupported, "link", target), (fault.Code, fault.Path, fault.Found));
    }

    [Theory]
    [InlineData("link", "ok.txt")]
    [InlineData("link", "sub/../ok.txt")]
    [InlineData("sub/link", "../ok.txt")]
    [InlineData("link", "not there at all")]
    [InlineData("link", "sub")]
    public async Task With_a_link_that_stays_inside_keeps_it_as_it_is(string link, string target)
    {
        Prerequisite.Posix();
        folder.File("ok.txt", "ok").EmptyFolder("sub").Link(link, target);

        var entry = (await ScanAsync()).Value.Manifest.Entries.Single(entry => entry.Path == link);
        Assert.Equal((RemoteDeploy.Payload.EntryKind.Link, target), (entry.Kind, entry.Target));
    }

    [Fact]
    public async Task With_a_pipe_is_refused_without_opening_it()
    {
        Prerequisite.Program("mkfifo");
        await Programs.MustRunAsync("mkfifo", Path.Combine(folder.File("ok.txt", "ok").Path, "pipe"));

        Assert.Equal([FaultCatalog.PayloadUnsupported], await CodesAsync().WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task With_a_socket_is_refused()
    {
        Prerequisite.Posix();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder.File("ok.txt", "ok").Path, "socket")));

        Assert.Equal([FaultCatalog.PayloadUnsupported], await CodesAsync());
    }

    [Theory]
    [InlineData("c", "1", "5")] // /dev/zero: reading it would never end
    [InlineData("b", "7", "200")]
    public async Task With_a_device_is_refused_without_opening_it(string kind, string major, string minor)
    {
        Prerequisite.Root();
        var made = await Programs.RunAsync("mknod", Path.Combine(folder.File("ok.txt", "ok").Path, "device"), kind, major, minor);
        Assert.SkipUnless(made.ExitCode == 0, "This container may not make device nodes.");

        Assert.Equal([FaultCatalog.PayloadUnsupported], await CodesAsync().WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task With_a_name_that_is_not_utf8_is_refused()
    {
        Prerequisite.Posix();

        Assert.Equal([FaultCatalog.BadFileName], (await ScanAsync(folder.File("ok.txt", "ok").NonUtf8Name().Path)).Faults.Select(fault => fault.Code));
    }

    [Fact]
    public async Task Says_everything_that_is_wrong_at_once()
    {
        Prerequisite.Posix();
        folder.Link("out", "..").NonUtf8Name();

        Assert.Equal([FaultCatalog.PayloadUnsupported, FaultCatalog.BadFileName], (await CodesAsync()).Order(Comparer<FaultCode>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))));
    }

    [Fact]
    public async Task Deeper_than_any_host_can_hold_is_refused()
    {
        Prerequisite.Posix();
        await Programs.MustRunAsync("/bin/sh", "-c", "cd \"$0\"; i=0; while [ $i -lt 20 ]; do mkdir \"$1\"; cd \"$1\"; i=$((i+1)); done; echo deep >file", folder.File("ok.txt", "ok").Path, new string('d', 250));

        Assert.Equal([FaultCatalog.BadFileName], await CodesAsync());
    }

    [Fact]
    public async Task Given_by_a_link_is_the_folder_that_the_link_points_at()
    {
        Prerequisite.Posix();
        folder.File("real/app.txt", "x").Link("link", "real");

        var (real, linked) = (await ScanAsync(Path.Combine(folder.Path, "real")), await ScanAsync(Path.Combine(folder.Path, "link")));

        Assert.Equal(real.Value.Manifest.Digest, linked.Value.Manifest.Digest);
    }

    [Fact]
    public async Task Hashes_every_file_with_the_algorithm_asked_for()
    {
        folder.File("empty", "").File("abc", "abc");

        Assert.Equal(["900150983cd24fb0d6963f7d28e17f72", "d41d8cd98f00b204e9800998ecf8427e"], await DigestsAsync(DigestAlgorithm.Md5));
        Assert.Equal(["ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"], await DigestsAsync(DigestAlgorithm.Sha256));

        async Task<IEnumerable<string>> DigestsAsync(DigestAlgorithm algorithm) =>
            (await PayloadScanner.ScanAsync(folder.Path, algorithm, default)).Value.Manifest.Files.Select(file => file.Digest.ToString());
    }

    [Fact]
    public async Task Notices_every_later_change_of_a_file()
    {
        folder.File("same", "x").File("rewritten", "x").File("longer", "x").File("gone", "x");
        var snapshot = (await ScanAsync()).Value;
        Assert.Empty(snapshot.FindChanges());

        File.WriteAllText(Path.Combine(folder.Path, "rewritten"), "y");
        File.AppendAllText(Path.Combine(folder.Path, "longer"), "y");
        folder.Remove("gone");

        Assert.Equal(["gone", "longer", "rewritten"], snapshot.FindChanges().Select(fault => fault.Path));
        Assert.All(snapshot.FindChanges(), fault => Assert.Equal(FaultCatalog.SourceChanged, fault.Code));
    }

    [Fact]
    public async Task Notices_a_change_whose_time_was_put_back_and_only_that()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells when a file was changed last.");
        folder.File("written", "x").File("mode", "x", "0644").File("the same", "x");
        var snapshot = (await ScanAsync()).Value;

        foreach (var (name, text) in new[] { ("written", "y"), ("the same", "x") })
        {
            var path = Path.Combine(folder.Path, name);
            var time = File.GetLastWriteTimeUtc(path);
            File.WriteAllText(path, text);
            File.SetLastWriteTimeUtc(path, time);
        }

        await Programs.MustRunAsync("chmod", "0600", Path.Combine(folder.Path, "mode"));

        Assert.Equal(["written"], snapshot.FindChanges().Select(fault => fault.Path));
    }

    private Task<Attempt<PayloadSnapshot>> ScanAsync(string? path = null) => PayloadScanner.ScanAsync(path ?? folder.Path, DigestAlgorithm.Md5, default);

    private async Task<IEnumerable<FaultCode>> CodesAsync(string below = "") => (await ScanAsync(Path.Combine(folder.Path, below))).Faults.Select(fault => fault.Code);
}
