using RemoteDeploy.Broadcast.Relaying;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Broadcast.Relaying;

public sealed class KeysOfRelays : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rd-key-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Have_a_public_line_that_ssh_reads()
    {
        Prerequisite.Program("ssh-keygen");
        var file = Path.Combine(folder, "key.pub");
        await File.WriteAllTextAsync(file, RelayKey.Create().Public + "\n");

        var words = (await Programs.MustRunAsync("ssh-keygen", "-l", "-f", file)).Trim().Split(' ');

        Assert.Equal(("256", RelayKey.Mark, "(ECDSA)"), (words[0], words[2], words[3]));
    }

    [Fact]
    public async Task Have_a_private_half_that_ssh_finds_the_public_line_of()
    {
        Prerequisite.Posix();
        Prerequisite.Program("ssh-keygen");

        // Coordinates of points that begin with zeros would be shorter in a careless encoding: one key in 128 has one.
        foreach (var number in Enumerable.Range(0, 20))
        {
            var key = RelayKey.Create();
            var file = Path.Combine(folder, $"key{number}");
            await File.WriteAllTextAsync(file, key.Private + "\n");
            FileModes.Set(file, "600");

            var line = await Programs.MustRunAsync("ssh-keygen", "-y", "-f", file);

            Assert.Equal(key.Public.Split(' ')[..2], line.Trim().Split(' ')[..2]);
        }
    }

    [Fact]
    public void Are_new_each_time()
    {
        var (one, other) = (RelayKey.Create(), RelayKey.Create());

        Assert.NotEqual(one.Public, other.Public);
        Assert.NotEqual(one.Private, other.Private);
    }

    [Fact]
    public void Are_written_without_their_private_half()
    {
        var key = RelayKey.Create();

        Assert.Equal(key.Public, $"{key}");
        Assert.DoesNotContain("PRIVATE", key.ToString(), StringComparison.Ordinal);
        Assert.Contains("PRIVATE KEY", key.Private, StringComparison.Ordinal);
    }

    [Fact]
    public void End_with_the_mark_that_lines_of_relays_are_known_by() =>
        Assert.EndsWith(" " + RelayKey.Mark, RelayKey.Create().Public, StringComparison.Ordinal);
}
