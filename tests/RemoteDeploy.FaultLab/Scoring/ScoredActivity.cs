using RemoteDeploy.FaultLab.Activities;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab.Scoring;

/// <summary>What all peers are asked to do: every host is to have a new file <c>big</c>.</summary>
internal abstract class ScoredActivity(Peer peer) : Activity
{
    private const string Another = "another payload";

    public override string Name => peer.Name;

    /// <summary>True where hosts are switched together or not at all: well hosts that keep what they had are no victims.</summary>
    public virtual bool HoldsBack => false;

    /// <summary>True for what has a place where files are kept before they become active.</summary>
    public virtual bool IsDeploy => false;

    /// <summary>The file on a host.</summary>
    public string FileOn(Scene scene, ShapedHost host) => host.Outside(FinalFolder(scene) + "/big");

    /// <summary>What is copied: the new payload, or another one for a second run beside the first.</summary>
    protected static string Source(Scene scene) => scene.Notes.TryGetValue(Another, out var folder) ? (string)folder : scene.New.Path;

    /// <summary>From now on, what is started copies another file.</summary>
    public static async Task<string> TakeAnotherAsync(Scene scene)
    {
        var folder = scene.In("another");
        await TestSupport.Programs.MustRunAsync("cp", "-a", scene.New.Path, folder);
        var file = Path.Combine(folder, "big");
        await File.WriteAllBytesAsync(file, Noise.Of(6_000_001));
        scene.Notes[Another] = folder;
        return file;
    }

    /// <summary>The old file, unless the fault has brought one.</summary>
    protected static void GiveOld(Scene scene)
    {
        if (!File.Exists(Path.Combine(scene.Old.Path, "big")))
        {
            scene.Old.File("big", Noise.Of(500_000));
        }
    }
}
