using RemoteDeploy.TestSupport;

namespace RemoteDeploy.FaultLab.Scoring;

/// <summary>Something that people copy a file to hosts with, as a script of bash.</summary>
/// <param name="Name">What is printed.</param>
/// <param name="Program">The program that it needs.</param>
/// <param name="Script">Knows <c>$config</c> (an ssh_config), <c>$hosts</c> (separated by blanks), <c>$file</c> and <c>$target</c> (a folder). Null for our tool.</param>
internal sealed record Peer(string Name, string Program, string? Script)
{
    private const string Careful = "-o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=5 -o ServerAliveCountMax=3";

    // The exit code is the worst of all copies, as a careful author writes it.
    private const string Each = "pids=; for h in $hosts; do COPY & pids=\"$pids $!\"; done; status=0; for p in $pids; do wait $p || status=1; done; exit $status";

    public bool IsOurs => Script is null;

    public bool CanRun => IsOurs || Programs.Find(Program) is not null;

    public static IReadOnlyList<Peer> All { get; } =
    [
        new("remotedeploy put", "dotnet", null),
        new("scp & wait", "scp", "for h in $hosts; do scp -q -F $config $file $h:$target/ & done; wait"),
        new("scp, codes kept", "scp", Each.Replace("COPY", "scp -q -F $config $file $h:$target/", StringComparison.Ordinal)),
        new("scp, codes and timeouts", "scp", Each.Replace("COPY", $"scp -q -F $config {Careful} $file $h:$target/", StringComparison.Ordinal)),
        new("copy script", "python3", $"exec python3 - sequential $config $file $target $hosts <<'END'\n{Python(parallel: false)}\nEND"),
        new("copy script, parallel", "python3", $"exec python3 - parallel $config $file $target $hosts <<'END'\n{Python(parallel: true)}\nEND"),
        new("rsync -a", "rsync", Each.Replace("COPY", "rsync -a -e \"ssh -F $config\" $file $h:$target/", StringComparison.Ordinal)),
        new("rsync, timeouts", "rsync", Each.Replace("COPY", $"rsync -a --timeout=20 -e \"ssh -F $config {Careful}\" $file $h:$target/", StringComparison.Ordinal)),
        new("pscp", "parallel-scp", "exec parallel-scp -H \"$hosts\" -x \"-F $config\" $file $target/"),
        new("clush --copy", "clush", "exec clush -q -O ssh_options=\"-F $config\" -O scp_options=\"-F $config\" -w ${hosts// /,} --copy $file --dest $target/"),
        new("clush -S --copy", "clush", "exec clush -q -S -O ssh_options=\"-F $config\" -O scp_options=\"-F $config\" -w ${hosts// /,} --copy $file --dest $target/"),
        new("ansible copy", "ansible", "exec ansible all -i ${hosts// /,}, -m ansible.builtin.copy -a \"src=$file dest=$target/\" --ssh-common-args \"-F $config\""),
        new("taktuk put", "taktuk", "exec taktuk -c \"ssh -F $config\" $(for h in $hosts; do echo -m $h; done) broadcast put [ $file ] [ $target/big ]"),
    ];

    // As scripts of this kind are: scp, then md5sum over ssh, and an assertion; in parallel, one thread for each machine.
    private static string Python(bool parallel) => $"""
        import subprocess, sys, threading
        config, path, target, machines = sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5:]
        def output(*command):
            return subprocess.Popen(command, stdout=subprocess.PIPE, text=True).communicate()[0]
        expected = output("md5sum", path).split()[0]
        def copy(machine):
            output("scp", "-q", "-F", config, path, machine + ":" + target + "/")
            found = output("ssh", "-F", config, machine, "md5sum", target + "/" + path.split("/")[-1]).split()[0]
            assert found == expected, machine
        {(parallel ? "threads = [threading.Thread(target=copy, args=(machine,)) for machine in machines]\n[thread.start() for thread in threads]\n[thread.join() for thread in threads]" : "for machine in machines:\n    copy(machine)")}
        """;
}
