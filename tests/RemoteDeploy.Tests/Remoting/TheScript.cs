using RemoteDeploy.Remoting;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Remoting;

public sealed class TheScript
{
    [Fact]
    public async Task Has_nothing_for_shellcheck_to_say()
    {
        Prerequisite.Program("shellcheck");
        var file = Path.Combine(Directory.CreateTempSubdirectory("rd-check-").FullName, "rd.sh");
        await File.WriteAllTextAsync(file, System.Text.Encoding.UTF8.GetString(RemoteScript.Text) + "\n");

        var result = await Programs.RunAsync("shellcheck", "-s", "sh", file);

        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        Assert.Equal((0, ""), (result.ExitCode, result.Output));
    }

    [Theory]
    [MemberData(nameof(ScriptShell.Names), MemberType = typeof(ScriptShell))]
    public async Task Comes_along_until_a_lease_keeps_it_on_the_host(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell, installed: false);
        var kept = Path.Combine(host.Home, "base", ".sh", RemoteScript.FileName);

        await host.MustCallAsync("inspect", host.App);
        Assert.False(Directory.Exists(Path.Combine(host.Home, "base")));
        await using (await host.LeaseAsync())
        {
            Assert.Equal(RemoteScript.Text, File.ReadAllBytes(kept)[..^1]);
        }

        await using var later = host.NewSession();
        ScriptHost.Succeeded(await later.StepAsync(new ScriptCall("inspect", host.App), CancellationToken.None));
        Assert.Equal([kept], Directory.GetFiles(Path.GetDirectoryName(kept)!));
    }

    [Theory]
    [MemberData(nameof(ScriptShell.Names), MemberType = typeof(ScriptShell))]
    public async Task Comes_along_again_when_somebody_has_removed_it(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        host.Session.ScriptInstalled();
        Directory.Delete(Path.Combine(host.Home, "base", ".sh"), recursive: true);

        ScriptHost.Succeeded(await host.Session.StepAsync(new ScriptCall("inspect", host.App), CancellationToken.None));

        Assert.False(host.Session.IsScriptInstalled, "it is not there");
    }
}
