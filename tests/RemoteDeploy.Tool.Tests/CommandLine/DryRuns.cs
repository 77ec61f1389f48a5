namespace RemoteDeploy.Tool.Tests.CommandLine;

public sealed class DryRuns : IDisposable
{
    private readonly Folder folder = new();

    public DryRuns() => folder.Write("remotedeploy.yml", "hosts: [local:a, local:b]\nsuites: {smoke: {command: ./smoke.sh}}\n");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("put a b --to /srv", "would put a, b to /srv on 2 hosts: local:a,local:b")]
    [InlineData("get /var/log --to logs --on local:a", "would get /var/log to ")]
    [InlineData("exec -- ls -l --json", "would run ls -l --json on 2 hosts")]
    [InlineData("exec ls -l", "would run ls -l on 2 hosts")]
    [InlineData("test", "would run suite smoke on the active release of app on 2 hosts")]
    [InlineData("rollback --to 1.2", "would roll app back to 1.2 on 2 hosts")]
    public async Task Say_what_and_where_without_contacting_anyone(string line, string said)
    {
        var words = line.Split(' ');
        var call = await ToolCall.RunAsync(folder.Path, [words[0], "--dry-run", .. words[1..]]);

        Assert.Equal(0, call.ExitCode);
        Assert.Contains(said, call.Output, StringComparison.Ordinal);
        Assert.Contains("no host was contacted", call.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, ".remotedeploy")));
    }

    [Fact]
    public async Task List_the_hosts_as_not_run_in_json()
    {
        var call = await ToolCall.RunAsync(folder.Path, "exec", "--dry-run", "--json", "--", "ls");

        Assert.Equal(["notRun", "notRun"], call.Json.GetProperty("hosts").EnumerateArray().Select(host => host.GetProperty("outcome").GetString()));
    }
}
