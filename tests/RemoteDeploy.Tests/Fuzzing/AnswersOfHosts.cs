using System.Text;
using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Jobs;
using RemoteDeploy.Payload;
using RemoteDeploy.Planning;
using RemoteDeploy.Pool;
using RemoteDeploy.Probing;
using RemoteDeploy.Remoting;
using RemoteDeploy.Remoting.Ssh;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Tests.Fuzzing;

/// <summary>What hosts and ssh say, damaged: read, or refused; never more than an answer that is not understood.</summary>
public sealed class AnswersOfHosts : IDisposable
{
    private const string Nonce = "0123456789abcdef";

    private const string Listing =
        "files 3\n./a\n./lib/b\0c\n./-rf\n644 12 1700000000.5\n755 0 -5\n600 9 1700000001\n"
        + "900150983cd24fb0d6963f7d28e17f72\n=\n-\ndirs 2\n.\n./lib\n755 4096 1\n755 4096 1\nlinks 1\n./l\na\nothers 1\n./pipe\n";

    private const string Receipt =
        "{\"schema\":\"remotedeploy-receipt/1\",\"host\":\"h\",\"app\":\"app\",\"release\":\"1.0-abc\",\"manifest\":\"900150983cd24fb0d6963f7d28e17f72900150983cd24fb0d6963f7d28e17f72\",\"digest\":\"sha256\",\"files\":3,\"bytes\":21,\"verified\":\"2026-03-01T10:00:00Z\",\"run\":\"r1\"}";

    private readonly string folder = Directory.CreateTempSubdirectory("rd-fuzz-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Frames_end_or_break_off() => Mutations.OfBytes(1500, [Framed("kept\nrelease a b\n\n\nx"), Framed("fault locked a|b|c\n" + Listing)], bytes => Guard(async () =>
    {
        var reader = new ReplyReader(new MemoryStream(bytes), Nonce);
        if (await reader.BeginAsync(CancellationToken.None))
        {
            while (await reader.TextAsync(CancellationToken.None) is not null)
            {
            }

            Assert.InRange(reader.Status!.Value, 0, int.MaxValue);
        }
    }));

    [Fact]
    public void Bodies_end_or_break_off() => Mutations.OfBytes(1500, [Framed("\0\u0001 what a command prints\n\n@rd-\n@rd-ffffffffffffffff end 0\n")], bytes => Guard(async () =>
    {
        var reader = new ReplyReader(new MemoryStream(bytes), Nonce);
        using var copy = new MemoryStream();
        if (await reader.BeginAsync(CancellationToken.None))
        {
            await reader.CopyToEndAsync(copy, CancellationToken.None);
            Assert.InRange(copy.Length, 0, bytes.Length);
        }
    }));

    [Fact]
    public void Listings_belong_together_or_are_none() => Mutations.OfBytes(1500, [Framed(Listing)], bytes => Guard(async () =>
    {
        var reader = new ReplyReader(new MemoryStream(bytes), Nonce);
        if (await reader.BeginAsync(CancellationToken.None) && await reader.TextAsync(CancellationToken.None) is { } first
            && await AuditListing.ReadAsync(reader, hashes: true, first, CancellationToken.None) is { } listing)
        {
            Assert.All(listing.Order, name => Assert.True(listing.Files.ContainsKey(name)));
            Assert.All(listing.Order, name => RemoteDeploy.Results.Fetcher.LocalPath(folder, name));
        }
    }));

    [Fact]
    public void Facts_are_taken_as_they_are_and_judged() => Mutations.OfText(1500, ["os=Linux\nmachine=x86_64\nkernel=6.1.0-1\nhostname=h\nuid=0\nuser=root\nhome=/root\nshell=/bin/bash\nosversion=Debian 12\nlibc=glibc 2.36\nmd5=md5sum\nsha256=openssl dgst -sha256 -r\ntar=gnu\ngzip=yes\nzstd=yes\nssh=yes\nsshd=10.0.0.1 22 10.0.0.1 fe80::1\nbase=/root/x\nwritable=yes\nfreekb=1000000\nmemkb=9000000\ncpus=4\nclock=1700000000\nboot=abc\nscript=yes\ndotnet=/usr/bin/dotnet\nruntime=Microsoft.NETCore.App 10.0.1\ntool=bash 5.2\nmissing=zip"], text =>
    {
        var facts = Prober.Read(new Reply(0, text.Split('\n'), []), TimeProvider.System);
        var host = new Host { Name = "h", Address = "h" };
        Assert.True(UnitRequirement.TryParse("glibc>=2.31", out var newer) && UnitRequirement.TryParse("kernel [5.10,6.2)", out _));
        newer!.IsMetBy(new PoolHost(host, facts));
        Assert.True(facts.FreeBytes >= -1 && facts.MemoryBytes >= -1 && facts.Processors >= 0);
        var faults = Fitness.ForReleases(new FleetRequest { Hosts = [host] }, facts).Concat(Fitness.ForPayload(host, facts, "linux-x64", 1));
        Assert.All(faults, IsHarmless);
        using var document = new MemoryStream();
        RemoteDeploy.Reporting.Json.ReportJson.Write(new() { RunId = "r", Verb = "doctor", Hosts = [new() { Host = host, Facts = facts }] }, document);
        Assert.DoesNotContain(Encoding.UTF8.GetString(document.ToArray()), character => char.IsControl(character) && character is not '\n');
    });

    [Fact]
    public void What_a_host_has_is_read_or_passed_over() => Mutations.OfText(1500, [$"kept\ncurrent releases/1.0-abc\nrelease 1.0-abc {Receipt}\nrelease 1.0-abc.2 {Receipt}\nactivation 1700000000 1.0-abc r1\nbroke r0|1|2\nswept x"], text =>
    {
        var inspection = Inspection.Read(new Reply(0, text.Split('\n'), []));
        Assert.All(inspection.Names.Concat(inspection.History).Append(inspection.FreeName("new")), name => Assert.DoesNotContain(name, letter => !char.IsAsciiLetterOrDigit(letter) && !"._+-".Contains(letter)));
        Assert.True(inspection.Previous() is not { } previous || inspection.Receipts.ContainsKey(previous));
        Assert.Equal(RemoteDeploy.Reporting.SafeText.Line(inspection.Current), inspection.Current ?? "");
    });

    [Fact]
    public void Faults_have_a_code_and_nothing_that_a_terminal_obeys() => Mutations.OfText(
        2000,
        ["locked r1|12|34|pid:[1]|boot|node|1700000000|me@here|now=1700000012", "write x: No space left on device", "tar Wrote only 512", "kept a/b", "unsafe /x", "supervisor", "nothing known"],
        text => IsHarmless(ScriptFault.Of(text)));

    [Fact]
    public void Jobs_are_listed_or_passed_over() => Mutations.OfText(
        1500,
        ["job app r1 smoke running\nspec {\"host\":\"h\",\"suite\":\"smoke\",\"program\":\"./x\",\"owner\":\"me@here\",\"started\":\"2026-03-01T10:00:00Z\"}\njob app r1 b ended\nend cause exited\nend status 3\nend began 1700000000\nend ended 1700000009\nend peak 1234\nend left 12 sleep\nend lost out"],
        text => Assert.All(HostJobs.Read(text.Split('\n')), job => Assert.True(job is { App: not null, Suite: not null, Program: not null, Owner: not null } && (job.End?.Leftovers ?? []).All(IsSafe))));

    [Fact]
    public void What_jobs_write_goes_on_where_it_broke_off_or_is_refused()
    {
        var number = 0;
        Mutations.OfBytes(400, [Framed("out 0 4\noneBerr 0 2\nE\ngap out 4 100\nout 100 3\nend\nend cause exited\nend status 0\nend began 1700000000\nend left 1 x"), Framed("gap err 0 9223372036854775807\ngap out 0 5\nerr 0 1\nx")], bytes => Guard(async () =>
        {
            var target = Path.Combine(folder, FormattableString.Invariant($"{number++}"));
            using var output = new JobOutput(target, 1 << 20);
            var (reader, end) = (new ReplyReader(new MemoryStream(bytes), Nonce), new List<string>());
            if (await reader.BeginAsync(CancellationToken.None))
            {
                try
                {
                    while (await reader.TextAsync(CancellationToken.None) is { } line)
                    {
                        await JobFollower.TakeAsync(line, reader, output, end, CancellationToken.None);
                    }
                }
                finally
                {
                    // Whatever came is kept, named and counted.
                    var left = output.LeftOut;
                    output.Complete();
                    Assert.InRange(output.Text().Length, 0, bytes.Length + 300);
                    Assert.True(left >= 0 && JobEnd.Read(end).Leftovers.All(IsSafe));
                }
            }
        }));
    }

    [Fact]
    public void Receipts_and_manifests_are_whole_or_none() => Mutations.OfText(2000, [Receipt, "remotedeploy-manifest/1 md5\nf 644 12 1700000000 900150983cd24fb0d6963f7d28e17f72 lib%2Fa\nd 755 0 5 - lib\nl 777 0 5 a%2Fb l\n"], text =>
    {
        Assert.True(!RemoteDeploy.Activation.Receipt.TryParse(text, out var receipt) || RemoteDeploy.Activation.Receipt.TryParse(receipt!.ToJson(), out _));
        Assert.True(!Manifest.TryParse(text, out var manifest) || (Manifest.TryParse(manifest!.ToString(), out var again) && again!.Digest == manifest.Digest));
    });

    [Fact]
    public void Lists_of_tests_are_read_or_refused() => Mutations.OfText(
        1500,
        ["usage\n[{\"Class\":\"A.B\",\"Method\":\"M\",\"DisplayName\":\"A.B.M\",\"Traits\":{\"Category\":[\"fast\",\"x\"]}},{\"Class\":\"A.B\",\"Method\":\"N\"}]\n", "Discovered tests\n  A.B.M(x: 1)\n  A.B.N<int>\n\nTest discovery summary: found 2 test(s) - x\n"],
        text =>
        {
            var read = TestListing.Read("unit", text, platform: true);
            Assert.All(read.Faults, IsHarmless);
            Assert.All(read.Faults, fault => Assert.Equal(FaultCategory.Results, fault.Code.Category));
            Assert.True(!read.Succeeded || TestListing.Units("unit", read.Value, UnitSize.Class, platform: true).Succeeded);
        });

    [Fact]
    public void Settings_of_ssh_are_taken_as_they_are() => Mutations.OfText(
        1500,
        ["host h\nuser ci\nhostname 10.0.0.7\nport 2222\nhostkeyalias rack7\nstricthostkeychecking ask\nuserknownhostsfile /x/known_hosts /x/\"b c\"\nglobalknownhostsfile /etc/x\nciphers aes128-ctr\nkexalgorithms curve25519-sha256,sntrup761x25519-sha512\nsessiontype none\nstdinnull yes\nforkafterauthentication yes\n"],
        text =>
        {
            var view = new SshConfigView(text);
            Assert.All(view.UndoneOptions.Append(view.Port).Append(view.HostName).Append(view.User), value => Assert.DoesNotContain('\n', value));
            Assert.Matches("^[0-9a-f]{24}$", view.Fingerprint(null, ""));
            _ = view.KnownHostsFiles.ToList();
            _ = SshTransport.FasterExchanges(view.KeyExchanges);
            IsHarmless(SshDiagnosis.Of(new Host { Name = "h", Address = "h" }, null, view, 255, "REMOTE HOST IDENTIFICATION HAS CHANGED " + text, "").Fault);
        });

    [Fact]
    public void Known_keys_are_single_words() => Mutations.OfText(
        1500,
        ["# Host h found: line 3\nh,10.0.0.1 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me\n@revoked h ssh-rsa BBBB\n|1|c2FsdA==|aGFzaA== ssh-ed25519 AAAA\n"],
        text => Assert.All(KnownHostKeys.Entries(text, "it"), entry => Assert.InRange(entry.Split(' ').Length, 3, 4)));

    [Fact]
    public void Words_of_ssh_give_a_fault_that_is_harmless() => Mutations.OfText(
        1500,
        ["ssh: connect to host h port 22: Connection refused", "Permission denied (publickey).", "Host key verification failed.", "kex_exchange_identification: read: Connection reset by peer", "@@@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @@@\nSHA256:abc"],
        text =>
        {
            IsHarmless(SshDiagnosis.Of(new Host { Name = "h", Address = "h" }, "/c", null, 255, text, "").Fault);
            IsHarmless(SshDiagnosis.Of(new Host { Name = "h", Address = "h" }, "/c", null, 1, text, text).Fault);
            OfferedKey.Read("debug1: Server host key: ssh-ed25519 SHA256:x\n" + text);
            OfferedKey.Read(text);
        });

    [Fact]
    public void Words_of_ssh_about_both_ends_are_read_or_passed_over() => Mutations.OfText(
        1500,
        [RemoteDeploy.Tests.Remoting.Ssh.Handshakes.Text(), RemoteDeploy.Tests.Remoting.Ssh.Handshakes.Text("curve25519-sha256", "curve25519-sha256")],
        text =>
        {
            if (OfferedExchange.Read(text) is { } handshake)
            {
                Assert.All(Fitness.Remarks(handshake).Append(handshake.Client).Append(handshake.Server), said => Assert.True(IsSafe(said) && said.Length < 400, said));
            }
        });

    private static byte[] Framed(string body) => Encoding.UTF8.GetBytes($"motd\n\n@rd-{Nonce} begin\n{body}\n@rd-{Nonce} tick\n\n@rd-{Nonce} end 0\n");

    // These two are what a session turns into RD9002 and RD1007.
    private static void Guard(Func<Task> read)
    {
        try
        {
            read().GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            Assert.NotEqual("", exception.Message);
        }
    }

    private static void IsHarmless(Fault fault)
    {
        Assert.NotNull(FaultCatalog.Find(fault.Code));
        Assert.True(IsSafe(fault.ToSentence()), fault.ToSentence());
        Assert.InRange(fault.ToString().Length, 10, 4000);
    }

    private static bool IsSafe(string text) => RemoteDeploy.Reporting.SafeText.Line(text, 100_000) == text;
}
