using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Results;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Remoting;

/// <summary>Files that somebody writes to while they are fetched.</summary>
public sealed class GrowingFiles : IDisposable
{
    private readonly string here = Directory.CreateTempSubdirectory("rd-growing-").FullName;

    public static TheoryData<string> Shells => ScriptShell.Names;

    public void Dispose() => Directory.Delete(here, recursive: true);

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Are_told_alone_and_the_others_arrive(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var folder = Directory.CreateDirectory(Path.Combine(host.Home, "d")).FullName;
        string[] names = ["a-old", "b-log", "c-old", "d-new", .. Enumerable.Range(0, 250).Select(number => $"e{number:000}")];
        foreach (var name in names)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), $"content of {name}");
        }

        foreach (var name in names.Where(name => name.EndsWith("old", StringComparison.Ordinal) || name[0] == 'e'))
        {
            File.SetLastWriteTimeUtc(Path.Combine(folder, name), DateTime.UtcNow.AddHours(-1));
        }

        // Once it was listed and its digest computed, and before it is sent.
        foreach (var program in (string[])["tail", "cat"])
        {
            var place = Path.Combine(host.Home, "bin", program);
            File.Delete(place);
            Programs.WriteScript(place, $"case \"$*\" in *b-log*) echo more >>'{folder}/b-log' ;; esac; exec {Programs.Find(program)} \"$@\"");
        }

        var fetched = await new Fetcher(host.Session, "md5sum", DigestAlgorithm.Md5).FetchAsync(folder, names, here, (_, _) => { }, CancellationToken.None);

        // What was sent of it is what was listed, and it says so itself: no byte of the others is out of its place.
        Assert.Equal([], fetched.Faults);
        Assert.EndsWith("more\n", await File.ReadAllTextAsync(Path.Combine(folder, "b-log")), StringComparison.Ordinal);
        Assert.All(names, name => Assert.Equal($"content of {name}", File.ReadAllText(Path.Combine(here, name))));
    }
}
