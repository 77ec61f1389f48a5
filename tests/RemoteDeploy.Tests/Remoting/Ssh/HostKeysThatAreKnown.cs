using RemoteDeploy.Broadcast.Relaying;
using RemoteDeploy.Remoting;
using RemoteDeploy.Remoting.Ssh;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Remoting.Ssh;

public sealed class HostKeysThatAreKnown : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rd-known-").FullName;
    private readonly string key = string.Join(' ', RelayKey.Create().Public.Split(' ')[..2]);
    private readonly string other = string.Join(' ', RelayKey.Create().Public.Split(' ')[..2]);

    private string KnownHosts => Path.Combine(folder, "known_hosts");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("lab1 ssh-ed25519 AAAA", "it ssh-ed25519 AAAA")]
    [InlineData("lab1,10.0.0.1 ssh-ed25519 AAAA somebody@somewhere", "it ssh-ed25519 AAAA")]
    [InlineData("[lab1]:2222  ssh-rsa  BBBB", "it ssh-rsa BBBB")]
    [InlineData("|1|c2FsdA==|aGFzaA== ssh-ed25519 AAAA", "it ssh-ed25519 AAAA")]
    [InlineData("@cert-authority *.lab ssh-ed25519 AAAA ca@lab", "@cert-authority it ssh-ed25519 AAAA")]
    [InlineData("@revoked lab1 ssh-ed25519 AAAA", "@revoked it ssh-ed25519 AAAA")]
    public void Go_by_the_name_they_are_to_be_known_under(string line, string expected) =>
        Assert.Equal([expected], KnownHostKeys.Entries(line + "\n", "it"));

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# Host lab1 found: line 3 \n")]
    [InlineData("lab1\nlab1 ssh-ed25519\n")]
    [InlineData("@revoked lab1 ssh-ed25519\n")]
    [InlineData("   \n")]
    public void Are_none_in_comments_and_broken_lines(string output) => Assert.Empty(KnownHostKeys.Entries(output, "it"));

    [Fact]
    public void Are_all_of_those_found_in_their_order() =>
        Assert.Equal(
            ["it a A", "@revoked it b B", "it c C"],
            KnownHostKeys.Entries("# Host x found: line 1 \nx a A\n# Host x found: line 2 REVOKED\n@revoked x b B\nx c C\n", "it"));

    [Fact]
    public async Task Are_found_by_a_plain_name_among_others()
    {
        await WriteAsync($"lab2 {other}", $"lab1,10.0.0.1 {key}");

        Assert.Equal([$"lab1 {key}"], (await FindAsync("lab1"))!.Keys);
    }

    [Fact]
    public async Task Are_found_by_a_hashed_name()
    {
        await WriteAsync($"lab1 {key}", $"lab2 {other}");
        await Programs.MustRunAsync("ssh-keygen", "-H", "-f", KnownHosts);
        Assert.DoesNotContain("lab1", await File.ReadAllTextAsync(KnownHosts), StringComparison.Ordinal);

        var found = await FindAsync("lab1");

        Assert.Equal("lab1", found!.Alias);
        Assert.Equal([$"lab1 {key}"], found.Keys);
    }

    [Fact]
    public async Task Are_found_by_name_and_port_and_known_by_the_name_alone()
    {
        await WriteAsync($"[lab1]:2222 {key}", $"lab1 {other}");

        Assert.Equal([$"lab1 {key}"], (await FindAsync("lab1", "port 2222"))!.Keys);
        Assert.Equal([$"lab1 {other}"], (await FindAsync("lab1", "port 22"))!.Keys);
        Assert.Null(await FindAsync("lab1", "port 2223"));
    }

    [Fact]
    public async Task Are_found_by_their_alias_whatever_the_port_is()
    {
        await WriteAsync($"rack7 {key}", $"[lab1]:2222 {other}");

        var found = await FindAsync("lab1", "port 2222", "hostkeyalias rack7");

        Assert.Equal("rack7", found!.Alias);
        Assert.Equal([$"rack7 {key}"], found.Keys);
    }

    [Fact]
    public async Task Keep_what_makes_them_authorities_or_revoked()
    {
        await WriteAsync($"@cert-authority *.lab {key}", $"@revoked a.lab {other}");

        Assert.Equal([$"@cert-authority a.lab {key}", $"@revoked a.lab {other}"], (await FindAsync("a.lab"))!.Keys);
    }

    [Fact]
    public async Task Come_from_all_files_that_there_are()
    {
        await WriteAsync($"lab1 {key}");
        var second = Path.Combine(folder, "known_hosts2");
        await File.WriteAllTextAsync(second, $"lab1 {other}\n");

        Assert.Equal([$"lab1 {key}", $"lab1 {other}"], (await FindAsync("lab1", $"globalknownhostsfile {folder}/none {second}"))!.Keys);
    }

    [Fact]
    public async Task Are_none_for_a_host_that_is_not_in_the_file()
    {
        await WriteAsync($"lab2 {key}");

        Assert.Null(await FindAsync("lab1"));
    }

    [Fact]
    public async Task Are_none_where_there_is_no_file() => Assert.Null(await FindAsync("lab1"));

    [Theory]
    [InlineData("no")]
    [InlineData("off")]
    [InlineData("false")]
    public async Task Are_none_where_they_are_not_checked(string word)
    {
        await WriteAsync($"lab1 {key}");

        Assert.Null(await FindAsync("lab1", $"stricthostkeychecking {word}"));
        Assert.NotNull(await FindAsync("lab1", "stricthostkeychecking accept-new"));
    }

    [Fact]
    public async Task Are_none_under_a_name_that_a_line_cannot_hold()
    {
        await WriteAsync($"* {key}");

        Assert.NotNull(await FindAsync("lab1"));
        Assert.Null(await FindAsync("fe80::1%eth0"));
        Assert.Null(await FindAsync("lab1", "hostkeyalias a;b"));
    }

    [Fact]
    public async Task Are_none_without_the_program_that_looks_them_up()
    {
        await WriteAsync($"lab1 {key}");

        Assert.Null(await AskAsync(Path.Combine(folder, "no-ssh-keygen"), "lab1"));
    }

    private Task WriteAsync(params string[] lines) => File.WriteAllLinesAsync(KnownHosts, lines);

    private Task<HostIdentity?> FindAsync(string host, params string[] settings) => AskAsync("ssh-keygen", host, settings);

    private Task<HostIdentity?> AskAsync(string program, string host, params string[] settings)
    {
        Prerequisite.Program("ssh-keygen");
        var view = new SshConfigView(string.Join('\n', [.. settings, $"hostname {host}", $"userknownhostsfile {KnownHosts}"]));
        return KnownHostKeys.FindAsync(program, view, CancellationToken.None);
    }
}
