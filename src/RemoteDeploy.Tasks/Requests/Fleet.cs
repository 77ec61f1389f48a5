using Microsoft.Build.Framework;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Payload;
using RemoteDeploy.Planning;
using RemoteDeploy.Probing;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tasks.Requests;

/// <summary>What the project and its inventory say together. A property wins over the inventory, which wins over the engine's default.</summary>
internal sealed record Fleet
{
    internal required IReadOnlyList<Host> Hosts { get; init; }

    internal required HostInventory Inventory { get; init; }

    internal required string App { get; init; }

    internal required string WorkFolder { get; init; }

    internal bool DryRun { get; init; }

    /// <summary>True when the payload is what the project publishes.</summary>
    internal bool ShipsPublish { get; init; }

    internal bool LiveProgress { get; init; }

    internal string? Base { get; init; }

    internal DigestAlgorithm? Digest { get; init; }

    internal int? Forks { get; init; }

    internal TimeSpan? Timeout { get; init; }

    internal TimeSpan? ConnectTimeout { get; init; }

    internal TimeSpan? StallTimeout { get; init; }

    internal double? MinRate { get; init; }

    internal string? SshConfig { get; init; }

    internal IReadOnlyList<Requirement> Requires { get; init; } = [];

    internal string? Version { get; init; }

    internal int Keep { get; init; }

    internal VerifyMode Verify { get; init; }

    internal FailureAllowance AllowFailures { get; init; }

    internal RelayMode Relay { get; init; }

    internal IReadOnlyList<string>? AfterCopy { get; init; }

    internal TestOptions Tests { get; init; } = new();

    internal TimeSpan? LostAfter { get; init; }

    internal static Attempt<Fleet> Read(ITaskItem settings, IReadOnlyList<ITaskItem> hostItems, ProjectSource source)
    {
        var reader = new SettingReader(settings, source);
        if (!ReadInventory(reader, hostItems, source).TryGet(out var inventory, out var faults))
        {
            return Attempt<Fleet>.Failed(faults);
        }

        // MSBuild splits -p: values at ',' and ';', so people write '+' there.
        var selector = reader.Text("Selector")?.Replace(';', ',').Replace('+', ',');
        var selected = inventory.Select(selector);
        var place = selector is null ? source.Default : source.Property("RemoteHosts");
        var fleet = Read(reader, inventory, selected.Succeeded ? selected.Value : []) with
        {
            App = AppName(settings, reader, inventory),
            SshConfig = ReadSshConfig(reader, inventory, source),
            Tests = TestOptionsReader.Read(reader, inventory.Settings, source),
            LostAfter = TestOptionsReader.LostAfter(reader),
        };
        IReadOnlyList<Fault> wrong = [.. selected.Faults.Select(fault => InWordsOfProjects(fault) with { Location = fault.Location ?? place }), .. reader.Faults];
        return wrong.Count > 0 ? Attempt<Fleet>.Failed(wrong) : fleet;
    }

    /// <summary>The request with everything that all verbs have.</summary>
    internal T Fill<T>(T request)
        where T : FleetRequest => (T)((FleetRequest)request with
        {
            Known = Inventory,
            App = App,
            Base = Base ?? request.Base,
            Digest = Digest ?? request.Digest,
            Forks = Forks ?? request.Forks,
            Timeout = Timeout,
            ConnectTimeout = ConnectTimeout ?? request.ConnectTimeout,
            StallTimeout = StallTimeout ?? request.StallTimeout,
            MinRate = MinRate ?? request.MinRate,
            SshConfig = SshConfig,
            Requires = Requires,
            LostAfter = LostAfter ?? request.LostAfter,
        });

    private static Attempt<HostInventory> ReadInventory(SettingReader reader, IReadOnlyList<ITaskItem> hostItems, ProjectSource source)
    {
        var loaded = reader.Text("Inventory") is { } file ? InventoryFile.Load(file) : HostInventory.Empty;
        if (!loaded.TryGet(out var inventory, out var faults))
        {
            // A file that is not there is no place to send anybody to.
            var place = source.Property("RemoteInventory");
            return Attempt<HostInventory>.Failed([.. faults.Select(fault => File.Exists(fault.Location?.File) ? fault : fault with { Location = place })]);
        }

        return HostItems.AddTo(inventory, hostItems, source);
    }

    private static Fleet Read(SettingReader reader, HostInventory inventory, IReadOnlyList<Host> hosts)
    {
        var said = inventory.Settings;

        // Only the targets act on it; a value that they would take for false is refused here.
        _ = reader.Flag("OnPublish");
        return new Fleet
        {
            Hosts = hosts,
            Inventory = inventory,
            App = "",
            WorkFolder = reader.Text("WorkFolder")!,
            DryRun = reader.Flag("DryRun") ?? false,
            ShipsPublish = reader.Text("ShipsPublish") == "true",
            LiveProgress = (reader.Flag("LiveProgress") ?? true) && reader.Text("OnTerminal") == "true",
            Base = reader.Text("Base") ?? said.Base,
            Digest = reader.Value<DigestAlgorithm>("Digest", "md5 or sha256", TryParseDigest) ?? said.Digest,
            Forks = reader.Count("Forks") ?? said.Forks,
            Timeout = reader.Span("Timeout") ?? said.Timeout,
            ConnectTimeout = reader.Span("ConnectTimeout") ?? said.ConnectTimeout,
            StallTimeout = reader.Span("StallTimeout") ?? said.StallTimeout,
            MinRate = reader.Value<double>("MinRate", LinkRate.Accepted, LinkRate.TryParse) ?? said.MinRate,
            Requires = ReadRequires(reader) ?? said.Requires,
            Version = reader.Text("Release") ?? said.Version,
            Keep = reader.Count("Keep") ?? said.Keep ?? 3,
            Verify = reader.Value<VerifyMode>("Verify", "full or recorded", TryParseVerify) ?? said.Verify ?? default,
            AllowFailures = reader.Value<FailureAllowance>("AllowFailures", "a number of hosts or a share such as 10%", FailureAllowance.TryParse) ?? said.AllowFailures ?? default,
            Relay = reader.Value<RelayMode>("Relay", RelayModes.Accepted, RelayModes.TryParse) ?? said.Relay ?? default,
            AfterCopy = ReadCommand(reader) ?? said.AfterCopy,
        };
    }

    private static string AppName(ITaskItem settings, SettingReader reader, HostInventory inventory) =>
        (reader.Text("App") ?? inventory.Settings.App ?? settings.ItemSpec) + reader.Text("AppSuffix");

    /// <summary>ssh would say in words of its own, once for each host, that the file is not there.</summary>
    private static string? ReadSshConfig(SettingReader reader, HostInventory inventory, ProjectSource source)
    {
        var said = reader.Text("SshConfig");
        if ((said ?? inventory.Settings.SshConfig) is not { } written)
        {
            return null;
        }

        var file = LocalPath.Resolve(written, source);
        if (!File.Exists(file))
        {
            reader.Add(new Fault(FaultCatalog.BadUsage, said is null ? "The sshConfig of the inventory is not there" : "The ssh_config file of RemoteDeploySshConfig is not there")
            {
                Path = SafeText.Line(file),
                Location = said is null && inventory.File is { } place ? new SourceLocation(place) : source.Property("RemoteDeploySshConfig"),
                Try = "Correct the path; without one, ssh reads your own ~/.ssh/config",
            });
        }

        return file;
    }

    /// <summary>Somebody who builds a project is helped with what a project can say.</summary>
    private static Fault InWordsOfProjects(Fault fault) => fault.Code != FaultCatalog.NoHosts ? fault : fault with
    {
        Try = """Add <RemoteHost Include="lab1;local:a" /> items to the project, or set RemoteInventory to an inventory file (remotedeploy.yml beside the project is found without it)""",
    };

    private static bool TryParseVerify(string? text, out VerifyMode verify)
    {
        verify = text?.ToUpperInvariant() == "FULL" ? VerifyMode.Full : VerifyMode.Recorded;
        return text?.ToUpperInvariant() is "FULL" or "RECORDED";
    }

    private static bool TryParseDigest(string? text, out DigestAlgorithm digest)
    {
        digest = text?.ToUpperInvariant() == "SHA256" ? DigestAlgorithm.Sha256 : DigestAlgorithm.Md5;
        return text?.ToUpperInvariant() is "MD5" or "SHA256";
    }

    private static IReadOnlyList<string>? ReadCommand(SettingReader reader)
    {
        if (reader.Text("AfterCopy") is not { } text)
        {
            return null;
        }

        if (!ArgumentText.TrySplit(text, out var command, out var problem))
        {
            reader.Refuse("AfterCopy", text, $"a program and its arguments, but {problem}");
        }

        return command;
    }

    private static List<Requirement>? ReadRequires(SettingReader reader)
    {
        if (reader.Text("Requires") is not { } text)
        {
            return null;
        }

        var requirements = new List<Requirement>();
        foreach (var piece in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Requirement.TryParse(piece, out var requirement))
            {
                requirements.Add(requirement!);
            }
            else
            {
                reader.Refuse("Requires", piece, "a runtime and a version range, such as Microsoft.NETCore.App [10.0,11.0)");
            }
        }

        return requirements;
    }
}
