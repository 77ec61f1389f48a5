using System.Text;
using RemoteDeploy.Faults;
using RemoteDeploy.Remoting;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Remoting;

public sealed class CommandVerbs
{
    public static TheoryData<string> Shells => ScriptShell.Names;

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Pass_every_argument_as_it_is(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        string[] arguments = ["", .. PayloadFolder.HostileNames, "\n", "end\n\n", "%b\\0101"];

        var (output, status) = await ExecAsync(host, ["printf", "%s\\0", .. arguments]);

        Assert.Equal(0, status);
        Assert.Equal(arguments, Encoding.UTF8.GetString(output).Split('\0')[..^1]);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Pass_on_output_and_status(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);

        Assert.Equal((255, "text without a newline"), Text(await ExecAsync(host, "sh", "-c", "printf 'text without a newline'; exit 255")));
        Assert.Equal((0, host.Home + "\n"), Text(await ExecAsync(host, "pwd")));
        Assert.Equal(127, (await ExecAsync(host, "no-such-program-anywhere")).Status);
        Assert.Equal(137, (await ExecAsync(host, "sh", "-c", "kill -9 $$")).Status);
        Assert.Equal((0, "end of input\n"), Text(await ExecAsync(host, "sh", "-c", "cat; echo end of input")));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task End_the_whole_process_group_when_they_are_told_to_stop(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var opened = await host.Session.OpenAsync(new ScriptCall("exec", "~", "sh", "-c", "sleep 1000 & echo $! $$; wait"), CancellationToken.None);
        await using var call = ScriptHost.Succeeded(opened);
        var processes = (await call.Reader.TextAsync(CancellationToken.None))!.Split(' ').Select(int.Parse).ToList();
        Assert.All(processes, id => Assert.True(Directory.Exists($"/proc/{id}")));

        await call.TellAsync("stop", CancellationToken.None);

        Assert.Null(await call.Reader.TextAsync(CancellationToken.None));
        await Task.WhenAll(processes.Select(Processes.GoneAsync));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task End_a_command_that_ignores_being_asked(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var opened = await host.Session.OpenAsync(new ScriptCall("exec", "~", "sh", "-c", "trap '' TERM; echo $$; while :; do sleep 1000; done"), CancellationToken.None);
        await using var call = ScriptHost.Succeeded(opened);
        var id = int.Parse((await call.Reader.TextAsync(CancellationToken.None))!);

        call.CloseInput();

        await Processes.GoneAsync(id);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task End_a_command_that_does_not_lead_its_group_yet(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);

        var said = await script.MustRunAsync(
            "setsid() { sleep 0.3; exec env setsid \"$@\"; }",
            "exec 4</dev/null 5>&1",
            "rd_user_mask=022 rd_user_locale=",
            "rd_start sh -c 'echo begun >&5; exec sleep 1000'",
            "rd_end_group \"$rd_pid\"",
            "wait \"$rd_pid\"",
            "echo ended $?");

        Assert.EndsWith("ended 143", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leave_no_process_when_they_are_killed_themselves()
    {
        await using var host = await ScriptHost.StartAsync("dash");
        Directory.CreateDirectory(host.App);
        var opened = await host.Session.OpenAsync(new ScriptCall("exec", host.App, "sh", "-c", "echo $PPID $$ >pids.part; mv pids.part pids; sleep 1000"), CancellationToken.None);
        await using (var call = ScriptHost.Succeeded(opened))
        {
            await Eventually.IsTrueAsync(() => File.Exists(host.InApp("pids")), "the command runs");
            var own = Processes.WithEnvironment($"HOME={host.Home}");
            using var script = System.Diagnostics.Process.GetProcessById(int.Parse((await File.ReadAllTextAsync(host.InApp("pids"))).Split(' ')[0]));
            Assert.Contains(script.Id, own);
            script.Kill();
        }

        await Eventually.IsTrueAsync(() => Processes.WithEnvironment($"HOME={host.Home}").Count == 0, "nothing of it is left");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Run_a_hook_and_repeat_its_words_when_it_fails(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var stage = Directory.CreateDirectory(Path.Combine(host.Home, "with space")).FullName;

        ScriptHost.Succeeded(await host.Session.StepAsync(new ScriptCall("hook", stage, "sh", "-c", "echo made >file") { HoldsInput = true }, CancellationToken.None));
        var failed = await host.Session.StepAsync(new ScriptCall("hook", stage, "sh", "-c", "echo out; echo words >&2; exit 3") { HoldsInput = true }, CancellationToken.None);

        Assert.Equal("made\n", await File.ReadAllTextAsync(Path.Combine(stage, "file")));
        var fault = Assert.Single(failed.Faults);
        Assert.Equal((FaultCatalog.HookFailed, "exit status 3: out words"), (fault.Code, fault.Found));
        Assert.Empty(Directory.GetFileSystemEntries(host.Temp));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Refuse_a_folder_that_is_not_there(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        Assert.Equal(FaultCatalog.RemotePathMissing, ScriptHost.CodeOf(await host.CallAsync("exec", "~/gone", "true")));
        Assert.Equal(FaultCatalog.RemotePathMissing, ScriptHost.CodeOf(await host.CallAsync("hook", "~/gone", "true")));
    }

    private static async Task<(byte[] Output, int Status)> ExecAsync(ScriptHost host, params string[] command)
    {
        using var output = new MemoryStream();
        var call = new ScriptCall("exec", ["~", .. command]) { HoldsInput = true, RawOutput = output };
        var reply = ScriptHost.Succeeded(await host.Session.CallAsync(call, CancellationToken.None));
        return (output.ToArray(), reply.Status);
    }

    private static (int Status, string Output) Text((byte[] Output, int Status) answer) => (answer.Status, Encoding.UTF8.GetString(answer.Output));
}
