using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Remoting;

/// <summary>Relays that are ended in the moment that something only just starts: nothing may wait for ever for an end of a pipe that nobody opens.</summary>
public sealed class EndingRelays
{
    public static TheoryData<string> Shells => ScriptShell.Names;

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task End_what_reads_the_stream_also_when_it_starts_late(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);
        var slow = Path.Combine(script.Home, "slow");
        Directory.CreateDirectory(slow);
        await File.WriteAllTextAsync(Path.Combine(slow, "sh"), "#!/bin/sh\nsleep 0.5\nexec /bin/sh \"$@\"\n");
        await Programs.MustRunAsync("chmod", "700", Path.Combine(slow, "sh"));

        // Without its controller's sign of life it is cut as soon as it works.
        var said = await script.MustRunAsync(
            "rd_tmp=$HOME/relay rd_stage=$HOME/stage rd_tool=none rd_decoder=none rd_beats=$HOME/none-",
            "PATH=$HOME/slow:$PATH",
            "exec 2>/dev/null",
            "mkfifo \"$rd_tmp/from\"",
            "exec 4>&1",
            "trap 'echo cut' TERM",
            "rd_relay_pulse &",
            "rd_relay_flow",
            "rd_key=",
            ": >\"$rd_tmp/done\"",
            "wait",
            "echo over");

        Assert.EndsWith("over", said, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task End_a_host_that_is_just_coming_in(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);

        var said = await script.MustRunAsync(
            "rd_tmp=$HOME/relay",
            "mkfifo \"$rd_tmp/from\" \"$rd_tmp/joined\"",
            "mkdir \"$rd_tmp/taken\"",
            "(if IFS= read -r rd_pid <\"$rd_tmp/joined\"; then echo \"$rd_pid\" >\"$rd_tmp/pid.in\"; fi) </dev/null &",
            "rd_waiter=$!",
            "sh -c 'sleep 0.3; echo $$ >\"$0/joined\"; exec cat >\"$0/from\"' \"$rd_tmp\" &",
            "rd_relay_end",
            "wait",
            "echo over");

        Assert.EndsWith("over", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ln")]
    [InlineData("sed")]
    [InlineData("rm")]
    public async Task Give_the_lock_of_the_keys_back_wherever_a_signal_meets_them(string program)
    {
        foreach (var shell in Shells)
        {
            using var script = await RelayScript.StartAsync(shell);
            var place = Path.Combine(script.Home, "struck");
            Programs.WriteScript(Path.Combine(place, program), $"PATH=${{PATH#*:}}; {program} \"$@\"; s=$?; if ! [ -e ~/struck.once ]; then : >~/struck.once; kill -TERM $PPID; fi; exit $s");

            // A trap runs when the program is over: before the shell could note what it has done.
            var said = await script.MustRunAsync(
                "rd_nonce=1",
                "(rd_undo=rd_relay_end; rd_tmp=$HOME/relay; trap 'rd_finish 1' TERM; PATH=$HOME/struck:$PATH",
                $"{RelayScript.Put}; echo not ended) | grep -v '^@rd\\|^$'",
                "cat \"$rd_keys\" 2>/dev/null",
                "if [ -e \"$rd_keys.rd-held\" ] || [ -h \"$rd_keys.rd-lock\" ]; then echo held; fi",
                "ls ~/struck.once");

            Assert.Equal(Path.Combine(script.Home, "struck.once"), said);
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Take_their_folders_away_only_where_the_lock_is_not_their_runs_any_more(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);

        var said = await script.MustRunAsync(
            "rd_app=$HOME/app rd_run=r1 rd_tmp=$HOME/app/work/r1/relay",
            "mkdir -p \"$rd_tmp\"",
            "ln -s 'r1|1' \"$rd_app/lock\"",
            "rd_relay_end",
            "if [ -d \"$rd_tmp\" ]; then echo held; fi",
            "rm \"$rd_app/lock\"",
            "rd_relay_end",
            "if [ ! -e \"$rd_app/work\" ]; then echo gone; fi");

        Assert.Equal(["held", "gone"], said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(2));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Let_nobody_in_any_more(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);

        var said = await script.MustRunAsync(
            "rd_tmp=$HOME/relay",
            "mkfifo \"$rd_tmp/from\" \"$rd_tmp/joined\"",
            "(if IFS= read -r rd_pid <\"$rd_tmp/joined\"; then echo in; fi) </dev/null &",
            "rd_waiter=$!",
            "rd_relay_end",
            "mkdir \"$rd_tmp/taken\" 2>/dev/null || echo refused");

        Assert.EndsWith("refused", said, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Take_the_key_with_them_when_their_folder_went_with_the_lock(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);

        var said = await script.MustRunAsync(
            "rd_tmp=$HOME/relay rd_keys=$HOME/keys rd_key='ssh-ed25519 AAAA remotedeploy-relay'",
            "printf 'another\nrestrict %s\n' \"$rd_key\" >\"$rd_keys\"",
            "mkfifo \"$rd_tmp/joined\"",
            "(if IFS= read -r rd_pid <\"$rd_tmp/joined\"; then echo in; fi) </dev/null &",
            "rd_waiter=$!",
            "sleep 0.1",
            "rm -r \"$rd_tmp\"",
            "rd_relay_end",
            "wait",
            "cat \"$rd_keys\"");

        Assert.EndsWith("another", said.TrimEnd(), StringComparison.Ordinal);
    }
}
