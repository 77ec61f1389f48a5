using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Tests.Remoting;

public sealed partial class LeaseVerbs
{
    public static TheoryData<string> Shells => ScriptShell.Names;

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Hold_the_lock_until_they_are_told_bye(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);

        await using (await host.LeaseAsync())
        {
            Assert.StartsWith("run1|", Lock(host), StringComparison.Ordinal);
            Assert.Single(Beats(host, "run1"));
            Directory.CreateDirectory(host.InApp("staging/run1/deep"));
            Directory.CreateDirectory(host.InApp("work/run1"));
        }

        Assert.Equal(["receipts", "releases"], Entries(host));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Remove_temporary_files_of_sessions_that_were_killed(string shell)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Who a file belongs to is told by Linux's /proc.");
        await using var host = await ScriptHost.StartAsync(shell);
        var space = new string([.. new FileInfo("/proc/self/ns/pid").LinkTarget!.Where(char.IsAsciiDigit)]);
        var stat = await File.ReadAllTextAsync("/proc/self/stat");
        var started = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        string[] stay = [$"rd-{space}-{Environment.ProcessId}-{started}.AAAAAA", "rd-1-2-3.AAAAAA", $"rd-{space}-x-3.AAAAAA", $"rd-{space}-4-.AAAAAA", "other"];
        string[] go = [$"rd-{space}-{Environment.ProcessId}-{started}1.AAAAAA", $"rd-{space}-4194303-12.AAAAAA"];
        foreach (var name in stay.Concat(go))
        {
            Directory.CreateDirectory(Path.Combine(host.Temp, name, "deep"));
        }

        await using (await host.LeaseAsync())
        {
            Assert.Equal(stay.Order(StringComparer.Ordinal), Directory.GetFileSystemEntries(host.Temp).Select(Path.GetFileName).Where(name => stay.Concat(go).Contains(name)).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task End_with_their_input(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using var call = await HoldAsync(host);
        Directory.CreateDirectory(host.InApp("staging/run1"));

        call.CloseInput();

        Assert.Null(await call.Reader.TextAsync(CancellationToken.None));
        Assert.Equal(["receipts", "releases"], Entries(host));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Sweep_up_after_runs_that_died_and_keep_what_counts(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using (await host.LeaseAsync())
        {
            await host.SealAsync("run1", "kept");
        }

        foreach (var folder in new[] { "staging/dead/closed", "work/dead", "releases/half" })
        {
            Directory.CreateDirectory(host.InApp(folder));
        }

        File.CreateSymbolicLink(host.InApp(".next-dead"), "releases/half");
        foreach (var file in new[] { ".beat-dead", "receipts/gone.json", "receipts/gone.manifest" })
        {
            await File.WriteAllTextAsync(host.InApp(file), "{}");
        }

        Directory.CreateDirectory(host.InApp("releases/torn"));
        await File.WriteAllTextAsync(host.InApp("receipts/torn.json"), "");
        Directory.CreateDirectory(host.InApp("releases/strange"));
        await File.WriteAllTextAsync(host.InApp("receipts/strange.json"), "not a receipt");

        await using var lease = await host.LeaseAsync("run2");

        Assert.Equal([Beats(host, "run2").Single(), "lock", "receipts", "releases", "staging", "work"], Entries(host));
        Assert.Empty(Directory.GetFileSystemEntries(host.InApp("staging")));
        Assert.Empty(Directory.GetFileSystemEntries(host.InApp("work")));
        Assert.Equal(["kept", "strange"], Directory.GetDirectories(host.InApp("releases")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["kept.json", "kept.manifest", "strange.json"], Directory.GetFiles(host.InApp("receipts")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(5, lease.Inspection.Notes.Count);
        Assert.Equal("strange.2", lease.Inspection.FreeName("strange"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Tell_what_is_there(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using (await host.LeaseAsync())
        {
            foreach (var id in new[] { "one", "two" })
            {
                await host.SealAsync("run1", id);
                await host.MustCallAsync("activate", host.App, "run1", id, "3");
            }
        }

        await File.WriteAllTextAsync(host.InApp("receipts/gone.json"), "{}");
        var inspection = Inspection.Read(await host.MustCallAsync("inspect", host.App));

        Assert.Equal("two", inspection.Current);
        Assert.Equal(["one", "two"], inspection.Receipts.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["one", "two"], inspection.History);
        Assert.Equal("one", inspection.Previous());
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Name_what_stands_in_their_way(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        Directory.CreateDirectory(host.InApp("current"));
        Assert.Equal(FaultCatalog.CurrentNotOurs, ScriptHost.CodeOf(await host.TryLeaseAsync()));
        Assert.Null(Lock(host));

        Directory.Delete(host.App, recursive: true);
        await File.WriteAllTextAsync(host.App, "a file");
        Assert.Equal(FaultCatalog.BaseNotWritable, ScriptHost.CodeOf(await host.TryLeaseAsync()));
    }

    /// <summary>Takes the lock in a session that the test itself speaks to.</summary>
    private static async Task<OpenCall> HoldAsync(ScriptHost host)
    {
        var call = ScriptHost.Succeeded(await host.Session.OpenAsync(new ScriptCall("serve"), CancellationToken.None));
        await call.TellAsync(ScriptArgument.Header("hold", "lease", [host.App, "run1", "me", host.Session.ScriptPath]), CancellationToken.None);
        while (await call.Reader.TextAsync(CancellationToken.None) is not null)
        {
        }

        Assert.Equal(0, call.Reader.Status);
        call.Reader.Next();
        return call;
    }

    private static IEnumerable<string> Beats(ScriptHost host, string run) => [.. Directory.GetFiles(host.App, $".beat-{run}-*").Select(path => Path.GetFileName(path)!)];

    private static string? Lock(ScriptHost host) => new FileInfo(host.InApp("lock")).LinkTarget;

    private static IEnumerable<string?> Entries(ScriptHost host) =>
        Directory.GetFileSystemEntries(host.App).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    /// <summary>What a holder on this machine writes about itself.</summary>
    private static async Task<(string Pid, string Start, string Space, string Boot, string Machine)> OursAsync(ScriptHost host)
    {
        await using var lease = await host.LeaseAsync();
        var fields = Lock(host)!.Split('|');
        return (Environment.ProcessId.ToString(), fields[2], fields[3], fields[4], fields[5]);
    }

    private static async Task TakesOverAsync(ScriptHost host, string from)
    {
        await using var lease = await host.LeaseAsync("run2");
        Assert.StartsWith("run2|", Lock(host), StringComparison.Ordinal);
        Assert.Contains($"broke the stale lock of run {from}", lease.Inspection.Notes);
    }
}
