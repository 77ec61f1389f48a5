using System.CommandLine;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Planning;
using RemoteDeploy.Tool.CommandLine;

namespace RemoteDeploy.Tool.Requests;

/// <summary>What a command line says about hosts: the inventory, the picked hosts, and the settings that options and file give.</summary>
internal sealed class Fleet
{
    private readonly ParseResult parse;
    private readonly FleetOptions options;

    private Fleet(ParseResult parse, FleetOptions options, Surroundings here, HostInventory inventory, IReadOnlyList<Host> hosts)
    {
        this.parse = parse;
        this.options = options;
        Here = here;
        Inventory = inventory;
        Hosts = hosts;
    }

    /// <summary>The process and the machine.</summary>
    public Surroundings Here { get; }

    /// <summary>The inventory; empty when there is none.</summary>
    public HostInventory Inventory { get; }

    /// <summary>What the inventory file says about runs.</summary>
    public InventorySettings Settings => Inventory.Settings;

    /// <summary>The picked hosts, at least one.</summary>
    public IReadOnlyList<Host> Hosts { get; }

    /// <summary>True when nothing is to be done.</summary>
    public bool DryRun => parse.GetValue(options.DryRun);

    /// <summary>Folder that holds <c>.remotedeploy/</c>: the inventory's, else the working folder.</summary>
    public string WorkFolder => WorkFolderOf(Inventory, Here);

    /// <summary>Folder that holds <c>.remotedeploy/</c> for an inventory.</summary>
    public static string WorkFolderOf(HostInventory inventory, Surroundings here) => inventory.File is { } file ? Path.GetDirectoryName(file)! : here.WorkFolder;

    /// <summary>Reads the inventory and picks the hosts.</summary>
    public static Attempt<Fleet> Gather(ParseResult parse, FleetOptions options, Surroundings here)
    {
        if (!InventoryChoice.Load(parse.GetValue(options.Inventory), here).TryGet(out var inventory, out var faults)
            || !inventory.Select(parse.GetValue(options.On)).TryGet(out var hosts, out faults))
        {
            return Attempt<Fleet>.Failed(faults);
        }

        return new Fleet(parse, options, here, inventory, [.. hosts.Select(host => WithHome(host, here))]);
    }

    /// <summary>The request with everything that options and file say: an option wins over the file, the file over the default.</summary>
    public T Configure<T>(T request)
        where T : FleetRequest => (T)(request with
        {
            Known = Inventory,
            App = parse.GetValue(options.App) ?? Settings.App ?? request.App,
            Base = parse.GetValue(options.Base) ?? Settings.Base ?? request.Base,
            Digest = parse.GetValue(options.Digest) ?? Settings.Digest ?? request.Digest,
            Forks = parse.GetValue(options.Forks) ?? Settings.Forks ?? request.Forks,
            Timeout = parse.GetValue(options.Timeout) ?? Settings.Timeout ?? request.Timeout,
            ConnectTimeout = parse.GetValue(options.ConnectTimeout) ?? Settings.ConnectTimeout ?? request.ConnectTimeout,
            StallTimeout = parse.GetValue(options.StallTimeout) ?? Settings.StallTimeout ?? request.StallTimeout,
            MinRate = parse.GetValue(options.MinRate) ?? Settings.MinRate ?? request.MinRate,
            SshConfig = Local(parse.GetValue(options.SshConfig) ?? Settings.SshConfig) ?? request.SshConfig,
            Requires = Settings.Requires.Count > 0 ? Settings.Requires : request.Requires,
        });

    /// <summary>A path of this machine made absolute; null stays null.</summary>
    public string? Local(string? path) => path is null ? null : LocalPath.Resolve(path, Here);

    private static Host WithHome(Host host, Surroundings here) =>
        host.Identity is { } identity ? host with { Identity = LocalPath.ExpandHome(identity, here) } : host;
}
