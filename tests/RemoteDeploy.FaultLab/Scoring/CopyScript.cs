namespace RemoteDeploy.FaultLab.Scoring;

/// <summary>
/// Scripts as laboratories write them: scp, then md5sum over ssh, and an assertion. Exit codes of programs are not looked at. The second
/// one has a thread for each machine, and the assertion is in it.
/// </summary>
internal static class CopyScript
{
    private const string Copy = """
        import subprocess, sys, threading
        config, path, target, machines = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
        def output(*command):
            return subprocess.Popen(command, stdout=subprocess.PIPE, text=True).communicate()[0]
        expected = output("md5sum", path).split()[0]
        def copy(machine):
            print("copying to", machine, flush=True)
            output("scp", "-F", config, path, machine + ":" + target + "/")
            found = output("ssh", "-F", config, machine, "md5sum", target + "/" + path.split("/")[-1]).split()[0]
            assert found == expected, machine

        """;

    /// <summary>One machine after the other.</summary>
    public static string Sequential { get; } = Script("for machine in machines:\n    copy(machine)");

    /// <summary>All at once.</summary>
    public static string Parallel { get; } = Script("threads = [threading.Thread(target=copy, args=(machine,)) for machine in machines]\n[thread.start() for thread in threads]\n[thread.join() for thread in threads]");

    private static string Script(string end) => $"exec python3 - $config $file $target $hosts <<'END'\n{Copy}{end}\nEND";
}
