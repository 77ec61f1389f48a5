using System.Text;
using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Remoting;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Remoting;

/// <summary>A home folder and a session on which one shell runs the verbs of the remote script.</summary>
internal sealed class ScriptHost : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ScriptShell shell;
    private readonly string path;

    private ScriptHost(ScriptShell shell, string home, string path)
    {
        this.shell = shell;
        this.path = path;
        Home = home;
        Transport = new ShellTransport(shell, home, path);
        Session = SessionOver(Transport);
    }

    public string Home { get; }

    public ShellTransport Transport { get; }

    public HostSession Session { get; }

    public string App => Path.Combine(Home, "base", "app");

    /// <summary>Where verbs keep temporary files; empty when none is at work.</summary>
    public string Temp => Path.Combine(Home, "tmp");

    /// <summary>A host with the script installed, unless it shall come along with the first request.</summary>
    public static async Task<ScriptHost> StartAsync(string shellName, bool installed = true)
    {
        Prerequisite.Posix();
        var asked = ScriptShell.Of(shellName);
        Prerequisite.Program(asked.Program);
        var home = Directory.CreateTempSubdirectory("rd-script-").FullName;
        Directory.CreateDirectory(Path.Combine(home, "tmp"));
        var host = new ScriptHost(asked, home, await asked.FillPathAsync(Path.Combine(home, "bin")));
        if (installed)
        {
            Directory.CreateDirectory(Path.Combine(home, "base", ".sh"));
            File.WriteAllBytes(Path.Combine(home, "base", ".sh", RemoteScript.FileName), RemoteScript.Text);
        }

        return host;
    }

    public HostSession NewSession() => SessionOver(new ShellTransport(shell, Home, path));

    private HostSession SessionOver(ShellTransport transport) =>
        new(transport, Path.Combine(Home, "base"), new SessionLimits(Patience, Patience, TimeProvider.System));

    public string InApp(string path) => Path.Combine(App, path);

    public Task<Attempt<Reply>> CallAsync(string verb, params string[] arguments) =>
        Session.StepAsync(new ScriptCall(verb, arguments), CancellationToken.None);

    /// <summary>Calls a verb that reads something.</summary>
    public Task<Attempt<Reply>> FeedAsync(byte[] input, string verb, params string[] arguments) =>
        Session.StepAsync(new ScriptCall(verb, arguments) { Data = input }, CancellationToken.None);

    /// <summary>Calls a verb that reads text.</summary>
    public Task<Attempt<Reply>> FeedAsync(string input, string verb, params string[] arguments) => FeedAsync(Encoding.UTF8.GetBytes(input), verb, arguments);

    /// <summary>Calls a verb that has to succeed.</summary>
    public async Task<Reply> MustCallAsync(string verb, params string[] arguments) => Succeeded(await CallAsync(verb, arguments));

    /// <summary>Takes the lock, or says why not.</summary>
    public Task<Attempt<HostLease>> TryLeaseAsync(string run = "run1", string who = "me@here") => TryLeaseAsync(Session, run, who);

    /// <summary>Takes the lock over a session of somebody else: one that is refused ends with it.</summary>
    public Task<Attempt<HostLease>> TryLeaseAsync(HostSession session, string run, string who = "me@here") =>
        HostLease.TakeAsync(session, App, (run, who), TimeProvider.System, CancellationToken.None);

    /// <summary>Takes the lock.</summary>
    public async Task<HostLease> LeaseAsync(string run = "run1") => Succeeded(await TryLeaseAsync(run));

    /// <summary>Puts a release in place, sealed, from one file, under a lock that is held.</summary>
    public async Task SealAsync(string run, string id)
    {
        Succeeded(await CallAsync("prepare", InApp($"staging/{run}"), run, "none", "0"));
        await File.WriteAllTextAsync(InApp($"staging/{run}/file"), id);
        var receipt = new Receipt { Host = "h", App = "app", Release = id, Manifest = "m-" + id, Run = run };
        Succeeded(await FeedAsync($"manifest of {id}\n", "seal", App, run, id, "755", receipt.ToJson()));
    }

    public static T Succeeded<T>(Attempt<T> attempt)
        where T : notnull =>
        attempt.TryGet(out var value, out var faults) ? value : throw new Xunit.Sdk.XunitException(string.Join('\n', faults));

    public static FaultCode CodeOf<T>(Attempt<T> attempt)
        where T : notnull => Assert.Single(attempt.Faults).Code;

    public static async Task<PayloadSnapshot> ScanAsync(PayloadFolder folder, DigestAlgorithm algorithm = DigestAlgorithm.Md5) =>
        Succeeded(await PayloadScanner.ScanAsync(folder.Path, algorithm, CancellationToken.None));

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        Directory.Delete(Home, recursive: true);
    }
}
