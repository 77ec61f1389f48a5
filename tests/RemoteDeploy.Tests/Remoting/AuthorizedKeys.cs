using RemoteDeploy.Broadcast.Relaying;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Remoting;

/// <summary>A user's file of authorized keys, which a relay adds a line to for a moment.</summary>
public sealed class AuthorizedKeys
{
    private const string Theirs =
        "# my keys\n\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJl3dIeudNqd0DPMRD6OIh65tjkxFNOtwGcek0a0fGhe me@here\n"
        + "command=\"a | b \\\"c\\\" & d\",no-pty ssh-rsa AAAAB3NzaC1yc2E/+== other remotedeploy-relay\n   # über\t\nrestrict,from=\"x\" broken\n";

    public static TheoryData<string> Shells => ScriptShell.Names;

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Get_the_line_of_a_relay_and_lose_it_again_and_nothing_else(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);
        await WriteAsync(script, Theirs, "640");
        var owner = await OwnerAsync(script, change: Environment.IsPrivilegedProcess);

        await script.MustRunAsync(RelayScript.Put, "cp \"$rd_keys\" between", "rd_keys_remove");

        Assert.Equal(Theirs + RelayScript.LineOf(script.Key, script.Relay) + "\n", await File.ReadAllTextAsync(Path.Combine(script.Home, "between")));
        Assert.Equal(Theirs, await File.ReadAllTextAsync(script.Keys));
        Assert.Equal("640", FileModes.Of(script.Keys));
        Assert.Equal(owner, await OwnerAsync(script, change: false));
        Assert.Equal([script.Keys], Directory.GetFileSystemEntries(Path.GetDirectoryName(script.Keys)!));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Without_a_last_newline_get_one_and_stay_two_lines(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);
        await WriteAsync(script, Theirs.TrimEnd('\n'), "600");

        await script.MustRunAsync(RelayScript.Put, "cp \"$rd_keys\" between", "rd_keys_remove");

        Assert.Equal(Theirs + RelayScript.LineOf(script.Key, script.Relay) + "\n", await File.ReadAllTextAsync(Path.Combine(script.Home, "between")));
        Assert.Equal(Theirs, await File.ReadAllTextAsync(script.Keys));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task That_are_not_there_are_nobody_elses_to_read_and_go_again(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);
        Directory.Delete(Path.GetDirectoryName(script.Keys)!);

        await script.MustRunAsync(RelayScript.Put, "cp -p \"$rd_keys\" between", "rd_keys_remove");

        Assert.Equal(RelayScript.LineOf(script.Key, script.Relay) + "\n", await File.ReadAllTextAsync(Path.Combine(script.Home, "between")));
        Assert.Equal("600", FileModes.Of(Path.Combine(script.Home, "between")));
        Assert.Equal("700", FileModes.Of(Path.GetDirectoryName(script.Keys)!));
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(script.Keys)!));
    }

    // An empty file lets nobody in, and neither does none.
    [Theory]
    [MemberData(nameof(Shells))]
    public async Task That_were_empty_hold_nothing_afterwards(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);
        await WriteAsync(script, "", "600");

        await script.MustRunAsync(RelayScript.Put, "cp \"$rd_keys\" between", "rd_keys_remove");

        Assert.Equal(RelayScript.LineOf(script.Key, script.Relay) + "\n", await File.ReadAllTextAsync(Path.Combine(script.Home, "between")));
        Assert.Equal("", File.Exists(script.Keys) ? await File.ReadAllTextAsync(script.Keys) : "");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Behind_a_link_are_changed_where_they_are(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);
        var real = Path.Combine(script.Home, "real");
        await File.WriteAllTextAsync(real, Theirs);
        File.CreateSymbolicLink(script.Keys, real);

        var between = await script.MustRunAsync("rd_keys_find", "printf '%s\\n' \"$rd_keys\"", RelayScript.Put, $"grep -c '{script.Key.Public}' \"$rd_keys\"", "rd_keys_remove");

        Assert.Equal($"{real}\n1", between);
        Assert.Equal(real, new FileInfo(script.Keys).LinkTarget);
        Assert.Equal(Theirs, await File.ReadAllTextAsync(real));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task That_may_not_be_written_are_left_alone(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);
        await WriteAsync(script, Theirs + RelayScript.LineOf(RelayKey.Create(), "/nowhere") + "\n", "400");
        var before = await File.ReadAllTextAsync(script.Keys);

        var said = await script.RunAsNobodyAsync($"{RelayScript.Put} || echo refused");

        Assert.Equal("refused", said);
        Assert.Equal(before, await File.ReadAllTextAsync(script.Keys));
        Assert.Equal([script.Keys], Directory.GetFileSystemEntries(Path.GetDirectoryName(script.Keys)!));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task In_a_folder_that_may_not_be_written_are_left_alone(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);
        await WriteAsync(script, Theirs, "600");
        FileModes.Set(Path.GetDirectoryName(script.Keys)!, "500");

        var said = await script.RunAsNobodyAsync($"{RelayScript.Put} || echo refused");

        Assert.Equal("refused", said);
        Assert.Equal(Theirs, await File.ReadAllTextAsync(script.Keys));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Are_whole_after_many_relays_at_once(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);
        await WriteAsync(script, Theirs, "600");

        var said = await script.MustRunAsync(
            "for rd_nonce in 1 2 3 4 5 6; do",
            "  (rd_key=\"ecdsa-sha2-nistp256 AAAA/+$rd_nonce== remotedeploy-relay\"",
            "  for rd_round in 1 2 3; do",
            $"    {RelayScript.Put} && grep -qF \"$rd_key\" \"$rd_keys\" && rd_keys_remove && ! grep -qF \"$rd_key\" \"$rd_keys\" && echo well",
            "  done) &",
            "done",
            "wait");

        Assert.Equal(Enumerable.Repeat("well", 18), said.Split('\n'));
        Assert.Equal(Theirs, await File.ReadAllTextAsync(script.Keys));
        Assert.Equal([script.Keys], Directory.GetFileSystemEntries(Path.GetDirectoryName(script.Keys)!));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Are_not_locked_by_a_run_that_died_long_ago(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);
        await WriteAsync(script, Theirs, "600");
        File.CreateSymbolicLink(script.Keys + ".rd-held", "rd-another");
        await Programs.MustRunAsync("touch", "-h", "-d", "2020-01-01", script.Keys + ".rd-held");

        await script.MustRunAsync(RelayScript.Put, "rd_keys_remove");

        Assert.Equal(Theirs, await File.ReadAllTextAsync(script.Keys));
        Assert.Equal([script.Keys], Directory.GetFileSystemEntries(Path.GetDirectoryName(script.Keys)!));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Stay_locked_by_another_run_that_broke_our_lock(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);
        await WriteAsync(script, Theirs, "600");

        await script.MustRunAsync("overtaken() { rm -f \"$rd_keys.rd-held\"; ln -s rd-another \"$rd_keys.rd-held\"; }", "rd_keys_locked overtaken");

        Assert.Equal("rd-another", new FileInfo(script.Keys + ".rd-held").LinkTarget);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Lose_lines_of_dead_relays_and_keep_those_of_relays_at_work(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);
        var working = RelayScript.LineOf(RelayKey.Create(), script.Relay) + "\n";
        string Dead(string name) => RelayScript.LineOf(RelayKey.Create(), Path.Combine(script.Home, name)) + "\n";
        await WriteAsync(script, Dead("a") + Theirs + Dead("b") + working + Dead("c"), "600");

        var own = await script.MustRunAsync("rd_keys_sweep", "printf '%s\\n' \"$rd_key\"");

        Assert.Equal(Theirs + working, await File.ReadAllTextAsync(script.Keys));
        Assert.Equal(script.Key.Public, own);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Lose_lines_of_dead_relays_when_the_next_one_comes(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);
        await WriteAsync(script, RelayScript.LineOf(RelayKey.Create(), "/nowhere") + "\n" + Theirs, "600");

        await script.MustRunAsync(RelayScript.Put);

        Assert.Equal(Theirs + RelayScript.LineOf(script.Key, script.Relay) + "\n", await File.ReadAllTextAsync(script.Keys));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Lose_the_line_of_a_relay_that_finds_its_folder_there_already(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);
        await WriteAsync(script, Theirs, "600");
        Directory.CreateDirectory(Path.Combine(script.Home, "app/staging/run1"));

        var said = await script.MustRunAsync($"rd_verb_relay '{script.Home}/app/staging/run1' yes none none '{script.Home}/app' run1 \"$rd_key\" 10.0.0.1");

        Assert.Contains("fault unsafe ", said, StringComparison.Ordinal);
        Assert.Equal(Theirs, await File.ReadAllTextAsync(script.Keys));
    }

    [Theory]
    [InlineData("", ".ssh/authorized_keys")]
    [InlineData("# AuthorizedKeysFile /etc/none\nPort 22\n", ".ssh/authorized_keys")]
    [InlineData("AuthorizedKeysFile .ssh/first .ssh/second\n", ".ssh/first")]
    [InlineData("  authorizedkeysfile=\"keys/mine\"\nAuthorizedKeysFile other\n", "keys/mine")]
    [InlineData("AuthorizedKeysFile %h/keys\n", "keys")]
    [InlineData("AuthorizedKeysFile 100%%\n", "100%")]
    public async Task Are_found_where_sshd_reads_them(string configuration, string expected)
    {
        foreach (var shell in Shells.Select(row => row.Data))
        {
            using var script = await RelayScript.StartAsync(shell);
            await File.WriteAllTextAsync(script.Configuration, configuration);

            Assert.Equal(Path.Combine(script.Home, expected), await script.MustRunAsync("rd_keys_find", "printf '%s\\n' \"$rd_keys\""));
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Of_each_user_in_one_folder_are_found(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);
        await File.WriteAllTextAsync(script.Configuration, "AuthorizedKeysFile /etc/ssh/keys/%u\n");

        var user = (await Programs.MustRunAsync("id", "-un")).Trim();
        Assert.Equal($"/etc/ssh/keys/{user}", await script.MustRunAsync("rd_keys_find", "printf '%s\\n' \"$rd_keys\""));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task That_sshd_does_not_read_are_none(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);
        await File.WriteAllTextAsync(script.Configuration, "AuthorizedKeysFile none\n");

        Assert.Equal("none", await script.MustRunAsync("rd_keys_find || echo none"));
    }

    private static async Task WriteAsync(RelayScript script, string text, string mode)
    {
        await File.WriteAllTextAsync(script.Keys, text);
        FileModes.Set(script.Keys, mode);
    }

    private static async Task<string> OwnerAsync(RelayScript script, bool change)
    {
        if (change)
        {
            await Programs.MustRunAsync("chown", "65534:65533", script.Keys);
        }

        return await Programs.MustRunAsync("stat", "-c", "%u:%g", script.Keys);
    }
}
