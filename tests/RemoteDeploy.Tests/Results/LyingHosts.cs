using System.Text;
using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Remoting;
using RemoteDeploy.Results;
using RemoteDeploy.Runs;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Remoting;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Tests.Results;

/// <summary>Hosts whose side of the script was exchanged for one that attacks whoever asks it. This machine keeps what it asked for, or nothing.</summary>
public sealed class LyingHosts : IDisposable
{
    private const string Hello = "5d41402abc4b2a76b9719d911017c592";
    private readonly string around = Directory.CreateTempSubdirectory("rd-lies-").FullName;

    private string Target => Path.Combine(around, "target");

    public void Dispose() => Directory.Delete(around, recursive: true);

    [Theory]
    [InlineData("../evil")]
    [InlineData("good/../../evil")]
    [InlineData("/evil")]
    [InlineData("other")]
    [InlineData(".")]
    [InlineData("")]
    public async Task Are_not_given_a_file_that_nobody_asked_for(string name)
    {
        await using var host = await StartAsync($$"""rd_verb_fetch() { printf 'files 1\n%s\n644 5 1\n{{Hello}}\ndirs 0\nlinks 0\nothers 0\nclosed 0\ndata\nhello' './{{name}}'; rd_finish 0; }""");

        var fetched = await FetchAsync(host, "good");

        Assert.Equal(FaultCatalog.ChangedUnderUs, Assert.Single(fetched.Faults).Code);
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("/evil")]
    [InlineData("a//b")]
    [InlineData("./a")]
    [InlineData("bad\ufffd")]
    public async Task Are_given_no_name_that_leads_elsewhere_though_they_have_listed_it(string name)
    {
        await using var host = await StartAsync($$"""rd_verb_fetch() { printf 'files 2\n%s\n./good\n644 5 1\n644 5 1\n{{Hello}}\n{{Hello}}\ndirs 0\nlinks 0\nothers 0\nclosed 0\ndata\nhellohello' './{{name}}'; rd_finish 0; }""");

        var fetched = await FetchAsync(host, name, "good");

        Assert.Equal(FaultCatalog.FetchedFileDiffers, Assert.Single(fetched.Faults).Code);
        Assert.Equal(["target/good"], Files());
    }

    [Theory]
    [InlineData("9223372036854775807", "5")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    public async Task Are_not_waited_for_when_they_have_more_than_fits_here(string first, string second)
    {
        await using var host = await StartAsync($$"""rd_verb_fetch() { printf 'files 2\n./a\n./b\n644 {{first}} 1\n644 {{second}} 1\n{{Hello}}\n{{Hello}}\ndirs 0\nlinks 0\nothers 0\nclosed 0\ndata\n'; exec yes; }""");

        var fetched = await FetchAsync(host, "a", "b");

        Assert.Equal(FaultCatalog.CannotWriteHere, Assert.Single(fetched.Faults).Code);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Are_believed_no_digest_that_the_bytes_do_not_have()
    {
        await using var host = await StartAsync($$"""rd_verb_fetch() { printf 'files 1\n./a\n644 5 1\n{{Hello}}\ndirs 0\nlinks 0\nothers 0\nclosed 0\ndata\nhullo'; rd_finish 0; }""");

        Assert.Equal(FaultCatalog.FetchedFileDiffers, Assert.Single((await FetchAsync(host, "a")).Faults).Code);
        Assert.Empty(Files());
    }

    /// <summary>Setuid bits and the like are never taken over, and closed files stay readable for what reads them here.</summary>
    [Fact]
    public async Task Give_results_neither_modes_nor_times()
    {
        await using var host = await StartAsync($$"""rd_verb_fetch() { printf 'files 1\n./a\n4000 5 -99999999999\n{{Hello}}\ndirs 0\nlinks 0\nothers 0\nclosed 0\ndata\nhello'; rd_finish 0; }""");

        Assert.Empty((await FetchAsync(host, "a")).Faults);
        Assert.Equal("hello", await File.ReadAllTextAsync(Path.Combine(Target, "a")));
        Assert.Equal("0", Convert.ToString(Convert.ToInt32(FileModes.Of(Path.Combine(Target, "a")), 8) & 0xE00, 8));
    }

    [Fact]
    public async Task With_a_file_where_a_folder_has_to_be_cost_no_more_than_that()
    {
        await using var host = await StartAsync($$"""rd_verb_fetch() { printf 'files 2\n./a\n./a/b\n644 5 1\n644 5 1\n{{Hello}}\n{{Hello}}\ndirs 0\nlinks 0\nothers 0\nclosed 0\ndata\nhellohello'; rd_finish 0; }""");

        Assert.Equal(FaultCatalog.CannotWriteHere, Assert.Single((await FetchAsync(host, "a", "a/b")).Faults).Code);
        Assert.Equal(["target/a"], Files());
    }

    [Theory]
    [InlineData("printf 'files 2147483647\\n'; exec yes")]
    [InlineData("printf 'files 1\\n./x\\n644 1 1\\ndirs 2147483647\\n'; exec yes")]
    [InlineData("printf 'files 1\\n'; exec tr '\\\\0' a </dev/zero")]
    [InlineData("exec yes '@rd-0000000000000000 tick'")]
    [InlineData("exec yes fault kept x")]
    public async Task Are_given_up_when_what_they_say_never_ends(string lie)
    {
        var home = "";
        await using (var host = await StartAsync($"rd_verb_audit() {{ {lie}; }}\nrd_verb_kind() {{ {lie}; }}"))
        {
            home = host.Home;
            await NeverEndsAsync(host, lie);
        }

        await Eventually.IsTrueAsync(() => Processes.WithEnvironment($"HOME={home}").Count == 0, "nothing is left of the host");
    }

    private static async Task NeverEndsAsync(ScriptHost host, string lie)
    {
        Assert.Equal(FaultCatalog.ProtocolBroken, ScriptHost.CodeOf(await host.CallAsync("kind", "/")));
        if (lie.Contains("files", StringComparison.Ordinal))
        {
            await using var session = Exchanged(host.NewSession());
            Assert.Contains(Assert.Single((await Auditor.TreeAsync(session, "/", "none", CancellationToken.None)).Faults).Code, new[] { FaultCatalog.ProtocolBroken, FaultCatalog.ChangedUnderUs });
        }
    }

    [Fact]
    public async Task Have_no_more_of_their_standard_error_kept_than_anybody_reads()
    {
        await using var host = await StartAsync("rd_verb_kind() { head -c 30000000 /dev/zero | tr '\\0' x >&2; rd_finish 0; }");

        // In a session of its own: its standard error is what came with the answer.
        var answered = await host.Session.CallAsync(new ScriptCall("kind", "/") { HoldsInput = true }, CancellationToken.None);

        Assert.InRange(ScriptHost.Succeeded(answered).Error.Length, 1000, 70_000);
    }

    [Fact]
    public async Task Whose_step_is_killed_say_so_at_once()
    {
        await using var host = await StartAsync("rd_verb_kind() { rd_tick_start; sh -c 'kill -9 $PPID'; }\nrd_verb_manifest() { rd_no_such_step; exit 2; }");

        var killed = Assert.Single((await host.CallAsync("kind", "/")).Faults);
        var broken = Assert.Single((await host.CallAsync("manifest", "/", "x")).Faults);

        Assert.Equal(("RD1016", "'kind' was ended on the host before it had answered", "SIGKILL"), (killed.Code.ToString(), killed.Message, killed.Found));
        Assert.Equal(("RD1016", "exit status 2"), (broken.Code.ToString(), broken.Found));
    }

    [Fact]
    public async Task That_end_an_answer_but_not_the_session_are_left_behind()
    {
        await using var host = await StartAsync("rd_verb_kind() { exec >&- 2>&-; while :; do sleep 1; done; }");
        await using var session = Exchanged(new HostSession(host.Transport, Path.Combine(host.Home, "base"), new SessionLimits(ScriptHost.Patience, TimeSpan.FromSeconds(1), TimeProvider.System)));

        Assert.Equal(FaultCatalog.ConnectionLost, ScriptHost.CodeOf(await session.StepAsync(new ScriptCall("kind", "/") { HoldsInput = true }, CancellationToken.None)));
    }

    [Fact]
    public async Task With_more_result_files_than_a_suite_has_are_not_asked_for_them()
    {
        await using var host = await StartAsync("rd_verb_audit() { echo files 10001; seq -f './%g.xml' 10001; yes '644 1 1' | head -n 10001; printf 'dirs 0\\nlinks 0\\nothers 0\\nclosed 0\\n'; rd_finish 0; }\nrd_verb_fetch() { echo asked >>~/asked; rd_finish 0; }");

        var brought = await CollectAsync(host);

        Assert.Equal(FaultCatalog.ResultsUnreadable, Assert.Single(brought.Faults).Code);
        Assert.Empty(brought.Files);
        Assert.False(File.Exists(Path.Combine(host.Home, "asked")), "They were asked for.");
    }

    [Fact]
    public async Task With_a_result_file_that_is_too_large_are_told_what_to_do_about_one_that_is_not_here()
    {
        await using var host = await StartAsync("rd_verb_audit() { printf 'files 1\n./r.xml\n644 67108865 1\ndirs 0\nlinks 0\nothers 0\nclosed 0\n'; rd_finish 0; }\nrd_verb_fetch() { echo asked >>~/asked; printf 'files 0\ndirs 0\nlinks 0\nothers 0\nclosed 0\ndata\n'; rd_finish 0; }");

        var fault = Assert.Single((await CollectAsync(host)).Faults);

        Assert.Equal((FaultCatalog.ResultsUnreadable, "r.xml"), (fault.Code, fault.Path));
        Assert.StartsWith(ResultReader.Smaller, fault.Try, StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    /// <summary>Sizes are told twice, and the second time it is another one.</summary>
    [Fact]
    public async Task Whose_result_grows_as_soon_as_it_is_asked_for_are_not_waited_for()
    {
        await using var host = await StartAsync($$"""
            rd_verb_audit() { printf 'files 1\n./r.xml\n644 5 1\ndirs 0\nlinks 0\nothers 0\nclosed 0\n'; rd_finish 0; }
            rd_verb_fetch() { printf 'files 1\n./r.xml\n644 1073741825 1\n{{Hello}}\ndirs 0\nlinks 0\nothers 0\nclosed 0\ndata\n'; exec yes; }
            """);

        Assert.Equal(FaultCatalog.ResultsUnreadable, Assert.Single((await CollectAsync(host)).Faults).Code);
        Assert.Empty(Files());
    }

    private static async Task<ScriptHost> StartAsync(string lies)
    {
        var host = await ScriptHost.StartAsync("dash");
        var script = Encoding.UTF8.GetString(RemoteScript.Text);
        Assert.EndsWith("\nrd_main", script, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(host.Home, "base", ".sh", RemoteScript.FileName), script[..^"rd_main".Length] + lies + "\nrd_main\n");
        Exchanged(host.Session);
        return host;
    }

    // It runs what lies on the host, and does not send its own along.
    private static HostSession Exchanged(HostSession session)
    {
        session.ScriptInstalled();
        return session;
    }

    private Task<FetchedFiles> FetchAsync(ScriptHost host, params string[] names) =>
        new Fetcher(host.Session, "md5sum", DigestAlgorithm.Md5).FetchAsync("/folder", names, Target, (_, _) => { }, CancellationToken.None);

    private async Task<BroughtResults> CollectAsync(ScriptHost host)
    {
        using var payload = PayloadFolder.Plain();
        var shipped = (await ScriptHost.ScanAsync(payload)).Manifest;
        await using var run = new HostRun(host.Transport.Host, Exchanged(host.NewSession()), new EventHub(TimeProvider.System, []), TimeProvider.System, new CancellationTokenSource());
        return await new Collector(run, "md5sum").FetchAsync("*.xml", new SuiteGround("/folder", "r", shipped), Target, CancellationToken.None);
    }

    private string[] Files() => [.. Directory.EnumerateFiles(around, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(around, file)).Order(StringComparer.Ordinal)];
}
