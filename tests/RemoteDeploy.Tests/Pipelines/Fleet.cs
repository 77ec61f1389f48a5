using System.Collections.Concurrent;
using RemoteDeploy.Inventory;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Hosts;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>Hosts for a pipeline test, real sshd or local folders, and an engine in a folder of its own that works on them.</summary>
internal sealed class Fleet : IAsyncDisposable, IRunObserver
{
    private readonly string work = Directory.CreateTempSubdirectory("rd-work-").FullName;
    private readonly string control = Directory.CreateTempSubdirectory("rdc").FullName;
    private readonly SshFleet? ssh;
    private readonly ConcurrentQueue<RunEvent> events = [];

    private Fleet(SshFleet? ssh, IReadOnlyList<Host> hosts)
    {
        this.ssh = ssh;
        Hosts = hosts;
        Engine = EngineWith(options => options);
    }

    /// <summary>An engine of its own on the same hosts.</summary>
    public DeployEngine EngineWith(Func<EngineOptions, EngineOptions> with) => new(with(new EngineOptions { WorkFolder = work, ControlFolder = control, Observer = this }));

    public IReadOnlyList<Host> Hosts { get; private set; }

    public DeployEngine Engine { get; }

    public SshFleet Ssh => ssh ?? throw new InvalidOperationException("These hosts are local folders.");

    public IReadOnlyList<RunEvent> Events => [.. events];

    /// <summary>Called with every event, before it is kept.</summary>
    public Action<RunEvent>? OnEvent { get; set; }

    /// <summary>Folder with the run folders.</summary>
    public string WorkFolder => work;

    /// <summary>Real OpenSSH hosts.</summary>
    public static async Task<Fleet> SshAsync(int count, SshFleetOptions? options = null)
    {
        Prerequisite.Sshd();
        var fleet = await SshFleet.StartAsync(count, options);
        return new Fleet(fleet, [.. fleet.Hosts.Select(host => new Host { Name = host.Name, Address = host.Name })]);
    }

    /// <summary>Folders of this machine.</summary>
    public static Fleet Local(int count)
    {
        Prerequisite.Posix();
        return new Fleet(null, [.. Enumerable.Range(1, count).Select(number => new Host { Name = $"local:h{number}", Address = $"h{number}", Kind = HostKind.Local })]);
    }

    /// <summary>The same fleet with hosts that are described in another way.</summary>
    public Fleet With(IReadOnlyList<Host> hosts)
    {
        Hosts = hosts;
        return this;
    }

    /// <summary>Where a path below the home of a host is found from here.</summary>
    public string Outside(int host, string path) => ssh is not null
        ? ssh.Hosts[host].Outside("~/" + path)
        : Path.Combine(work, ".remotedeploy", "hosts", Hosts[host].Address, path);

    /// <summary>The application's folder on a host.</summary>
    public string App(int host, string path = "") => Outside(host, $".remotedeploy/app/{path}");

    public Task<RunReport> DeployAsync(string payload, Func<DeployRequest, DeployRequest>? with = null, CancellationToken cancellationToken = default)
    {
        var request = new DeployRequest { Hosts = Hosts, Payload = payload, SshConfig = ssh?.ConfigFile };
        return Engine.DeployAsync(with?.Invoke(request) ?? request, cancellationToken);
    }

    public Task<RunReport> VerifyAsync(string? payload = null) =>
        Engine.VerifyAsync(new VerifyRequest { Hosts = Hosts, Payload = payload, SshConfig = ssh?.ConfigFile });

    public T Request<T>(T request)
        where T : FleetRequest => request with { Hosts = Hosts, SshConfig = ssh?.ConfigFile };

    void IRunObserver.OnEvent(RunEvent runEvent)
    {
        OnEvent?.Invoke(runEvent);
        events.Enqueue(runEvent);
    }

    public async ValueTask DisposeAsync()
    {
        if (ssh is not null)
        {
            await ssh.DisposeAsync();
        }

        BusyFolder.Remove(work);
        BusyFolder.Remove(control);
    }
}
