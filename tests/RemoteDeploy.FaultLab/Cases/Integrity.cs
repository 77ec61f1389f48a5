using System.Globalization;

namespace RemoteDeploy.FaultLab.Cases;

/// <summary>33 to 36: bytes that change where they must not.</summary>
internal static class Integrity
{
    // What computes digests damages the file first; "$@" has its name among others.
    private const string Damage = """
        for f do
          case $f in
            */big | big)
              if [ -f "$f" ] && [ "$ONCE" != yes -o ! -e /srv/damaged ]; then
                touch /srv/damaged
                DAMAGE
              fi ;;
          esac
        done
        exec $real "$@"
        """;

    private static readonly Expectation Differs = new() { Exits = [20], Victim = ["mismatch"], Codes = ["RD2001", "RD2004"], VictimDone = false };

    private static readonly Expectation SourceChanged = new()
    {
        Exits = [20],
        Victim = ["staged", "mismatch", "notRun", "failed", "cancelled", "ok"],
        AllAreVictims = true,
        Codes = ["RD2006"],
        VictimDone = false,
    };

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        Staged("33", "a bit flips between write and verification, every time", "printf X | dd of=\"$f\" bs=1 seek=1000 conv=notrunc 2>/dev/null", "no", Differs),
        Staged("33a", "a bit flips between write and verification, once", "printf X | dd of=\"$f\" bs=1 seek=1000 conv=notrunc 2>/dev/null", "yes", Expectation.Unharmed),
        Staged("35", "a file is cut short between write and verification", "truncate -s 1000 \"$f\"", "no", Differs),
        new("34", "a bit flipped after the deploy, size and time are as they were")
        {
            Prepare = async scene =>
            {
                await scene.ToolAsync(scene.Activity.Arguments(scene));
                await FlipAsync(scene);
            },
            Expect = Expectation.Unharmed with { MayBeChanged = true },
            Fast = true,
        },
        new("34a", "a bit flipped after the deploy")
        {
            Verbs = ["verify", "test"],
            Prepare = FlipAsync,
            Expect = Differs with { MayBeChanged = true },
        },
        Source("36", "a file of the payload is written anew in the copy", scene => File.WriteAllBytesAsync(BigOf(scene), new byte[6_000_000])),
        Source("36a", "a file of the payload is written in the copy, size and time are as they were", RewriteSecretlyAsync),
        Source("36b", "a file of the payload is removed in the copy", scene =>
        {
            File.Delete(Path.Combine(scene.New.Path, "app.json"));
            return Task.CompletedTask;
        }) with { Verbs = ["deploy"] },
        Source("36c", "a file of the payload grows in the copy", scene => File.AppendAllTextAsync(BigOf(scene), "more")) with { Verbs = ["deploy", "put"] },
    ];

    private static FaultCase Staged(string id, string name, string damage, string once, Expectation expect) => new(id, name)
    {
        Verbs = ["deploy", "put"],
        Inject = scene => Bend.ReplaceAsync(scene, $"ONCE={once}\n" + Damage.Replace("DAMAGE", damage, StringComparison.Ordinal), "openssl", "sha256sum", "shasum"),
        Expect = expect,
    };

    private static FaultCase Source(string id, string name, Func<Scene, Task> change) => new(id, name)
    {
        Verbs = ["deploy", "put", "run"],
        Rate = "20mbit",
        When = Moments.MidCopy,
        Inject = change,
        Expect = SourceChanged,
    };

    private static string BigOf(Scene scene) => Path.Combine(scene.New.Path, "big");

    private static async Task RewriteSecretlyAsync(Scene scene)
    {
        var time = File.GetLastWriteTimeUtc(BigOf(scene));
        await using (var file = File.OpenWrite(BigOf(scene)))
        {
            file.Position = 5_900_000;
            await file.WriteAsync(new byte[1000]);
        }

        File.SetLastWriteTimeUtc(BigOf(scene), time);
    }

    private static Task FlipAsync(Scene scene)
    {
        var folder = scene.Base.Replace("~", scene.Victim.Home, StringComparison.Ordinal) + "/app/current";
        return scene.OnVictimAsync(string.Create(CultureInfo.InvariantCulture, $"cd {folder}; touch -r big /run/time; printf X | dd of=big bs=1 seek=1000 conv=notrunc 2>/dev/null; touch -r /run/time big"));
    }
}
