using RemoteDeploy.TestSupport.Lab;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.FaultLab.Activities;

/// <summary>Something that the tool is asked to do, and how one sees from outside whether it was done.</summary>
internal abstract class Activity
{
    private IReadOnlyDictionary<string, string>[]? legal;

    /// <summary>The verb.</summary>
    public abstract string Name { get; }

    /// <summary>The outcomes that mean success.</summary>
    public abstract IReadOnlyList<string> Successes { get; }

    /// <summary>False when hosts look the same before and after.</summary>
    public virtual bool Changes => true;

    /// <summary>Brings the hosts to where they are before.</summary>
    public abstract Task SeedAsync(Scene scene);

    /// <summary>What the tool is called with.</summary>
    public abstract IReadOnlyList<string> Arguments(Scene scene);

    /// <summary>Another program than the tool, with its arguments; null for the tool.</summary>
    public virtual IReadOnlyList<string>? Program(Scene scene) => null;

    /// <summary>True when all that was asked for is on the host, byte for byte.</summary>
    public abstract bool IsDone(Scene scene, ShapedHost host);

    /// <summary>True when the host is as it was before.</summary>
    public abstract bool IsUntouched(Scene scene, ShapedHost host);

    /// <summary>The folder on hosts whose files are never to be seen half written.</summary>
    public virtual string FinalFolder(Scene scene) => scene.Base + "/app/current";

    /// <summary>True when a file under its final name may have these bytes; names that no payload has are of no concern here.</summary>
    public virtual bool IsLegal(string path, string digest) =>
        legal is null || !legal.Any(payload => payload.ContainsKey(path)) || legal.Any(payload => payload.TryGetValue(path, out var known) && string.Equals(known, digest, StringComparison.Ordinal));

    /// <summary>Reads which bytes files may have.</summary>
    public void Learn(Scene scene)
    {
        legal = [Observing.Contents.Of(scene.Old.Path), Observing.Contents.Of(scene.New.Path)];
        Before = scene.Old.Snapshot();
        try
        {
            Asked = scene.New.Snapshot();
        }
        catch (FileNotFoundException)
        {
            // A name that .NET cannot spell: nothing is to arrive.
            Asked = scene.Old.Snapshot();
        }
    }

    /// <summary>The old payload when the tool was started.</summary>
    protected FolderSnapshot Before { get; private set; } = null!;

    /// <summary>The new payload when the tool was started.</summary>
    protected FolderSnapshot Asked { get; private set; } = null!;

    /// <summary>By its name.</summary>
    public static Activity Named(string name) => name switch
    {
        "deploy" => new Deploying(),
        "verify" => new Verifying(),
        "put" => new Putting(),
        "get" => new Getting(),
        "exec" => new Executing(),
        "test" => new Testing(),
        "run" => new Running(),
        _ => throw new ArgumentException($"There is no activity '{name}'.", nameof(name)),
    };
}
