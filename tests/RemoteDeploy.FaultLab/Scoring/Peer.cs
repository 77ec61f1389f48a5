using RemoteDeploy.TestSupport;

namespace RemoteDeploy.FaultLab.Scoring;

/// <summary>Something that people copy a file to hosts with.</summary>
/// <param name="Name">What is printed.</param>
/// <param name="Program">The program that it needs.</param>
/// <param name="Script">For bash; it knows <c>$config</c> (an ssh_config), <c>$hosts</c> (separated by blanks), <c>$file</c> and <c>$target</c> (a folder). Null for our tool.</param>
internal sealed record Peer(string Name, string Program, string? Script)
{
    private const string Careful = "-o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=5 -o ServerAliveCountMax=3";

    // The exit code is the worst of all copies, as a careful author writes it.
    private const string Each = "pids=; for h in $hosts; do COPY & pids=\"$pids $!\"; done; status=0; for p in $pids; do wait $p || status=1; done; exit $status";
    private const string Clush = "exec clush FLAGS -O ssh_options=\"-F $config SSH\" -O scp_options=\"-F $config SSH\" -w ${hosts// /,} --copy $file --dest $target/";
    private const string Ansible = "exec ansible all -i ${hosts// /,}, -m ansible.builtin.copy -a \"src=$file dest=$target/\" FLAGS --ssh-common-args \"-F $config SSH\"";
    private const string Taktuk = "exec taktuk FLAGS -c \"ssh -F $config SSH\" $(for h in $hosts; do echo -m $h; done) broadcast put [ $file ] [ $target/big ]";

    /// <summary>The flags that matter, for people: what it is called with besides hosts, file and place.</summary>
    public string Flags { get; init; } = "none";

    /// <summary>False where it is called as it comes; true with the best flags that are known.</summary>
    public bool IsBest { get; init; }

    /// <summary>For our tool, what the work is.</summary>
    public Func<Peer, ScoredActivity> Begin { get; init; } = peer => new CopyingOneFile(peer);

    /// <summary>What tells its version.</summary>
    public IReadOnlyList<string> VersionCommand { get; init; } = [Program, "--version"];

    public bool IsOurs => Script is null;

    public bool CanRun => IsOurs || Programs.Find(Program) is not null;

    /// <summary>All, ours last.</summary>
    public static IReadOnlyList<Peer> All { get; } =
    [
        Ssh("scp & wait", "scp", "for h in $hosts; do scp -F $config $file $h:$target/ & done; wait"),
        Ssh("scp, codes kept", "scp", Copy("scp -F $config $file $h:$target/")) with { Flags = "the loop keeps exit codes" },
        Ssh("scp, codes and timeouts", "scp", Copy($"scp -F $config {Careful} $file $h:$target/")) with { Flags = "the loop keeps exit codes; " + Careful, IsBest = true },
        Ssh("copy script", "python3", CopyScript.Sequential),
        Ssh("copy script, parallel", "python3", CopyScript.Parallel),
        new("rsync -a", "rsync", Copy("rsync -a -e \"ssh -F $config\" $file $h:$target/")) { Flags = "-a; the loop keeps exit codes" },
        new("rsync, timeouts", "rsync", Copy($"rsync -a --timeout=20 -e \"ssh -F $config {Careful}\" $file $h:$target/")) { Flags = "-a --timeout=20; the loop keeps exit codes; " + Careful, IsBest = true },
        new("pscp", "parallel-scp", "exec parallel-scp -H \"$hosts\" -x \"-F $config\" $file $target/"),
        new("pscp, timeouts", "parallel-scp", $"exec parallel-scp -t 45 -H \"$hosts\" -x \"-F $config {Careful}\" $file $target/") { Flags = "-t 45; " + Careful, IsBest = true },
        new("clush", "clush", Filled(Clush, "", "")),
        new("clush -S", "clush", Filled(Clush, "-S", "")) { Flags = "-S" },
        new("clush -S, timeouts", "clush", Filled(Clush, "-S -t 10 -u 45", Careful)) { Flags = "-S -t 10 -u 45; " + Careful, IsBest = true },
        new("ansible copy", "ansible", Filled(Ansible, "", "")),
        new("ansible copy, timeouts", "ansible", Filled(Ansible, "-T 10", Careful)) { Flags = "-T 10; " + Careful, IsBest = true },
        new("taktuk", "taktuk", Filled(Taktuk, "", "")),
        new("taktuk, timeouts", "taktuk", Filled(Taktuk, "-t 10", Careful)) { Flags = "-t 10; " + Careful, IsBest = true },
        new("remotedeploy put", "dotnet", null),
        new("remotedeploy deploy", "dotnet", null) { Begin = peer => new ScoredDeploying(peer, allOrNone: true) },
        new("remotedeploy deploy, others go on", "dotnet", null) { Begin = peer => new ScoredDeploying(peer, allOrNone: false), Flags = "--allow-failures 1", IsBest = true },
    ];

    private static Peer Ssh(string name, string program, string script) => new(name, program, script) { VersionCommand = ["ssh", "-V"] };

    private static string Copy(string command) => Each.Replace("COPY", command, StringComparison.Ordinal);

    private static string Filled(string script, string flags, string ssh) =>
        script.Replace("FLAGS", flags, StringComparison.Ordinal).Replace("SSH", ssh, StringComparison.Ordinal);
}
