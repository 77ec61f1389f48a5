using System.Globalization;
using System.Text;
using RemoteDeploy.Payload;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Broadcast;

/// <summary>What a payload can take from releases that the host keeps, with the same digest: most often the same path of the release before.</summary>
internal sealed class Reuse
{
    private readonly List<string> sources = [];
    private readonly StringBuilder list = new();
    private readonly HashSet<string> paths = new(StringComparer.Ordinal);
    private readonly HashSet<string> knownCopies = new(StringComparer.Ordinal);
    private readonly List<ManifestEntry> retimed = [];

    /// <summary>Folders on the host that are copied from.</summary>
    public IReadOnlyList<string> Sources => sources;

    /// <summary>Paths of the payload that are taken.</summary>
    public IReadOnlySet<string> Paths => paths;

    /// <summary>
    /// Those of them that need not be read again when the host knows the first source by its record: same path, and this side has
    /// that release's whole manifest.
    /// </summary>
    public IReadOnlySet<string> KnownCopies => knownCopies;

    /// <summary>The step that copies them into a new folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="run">The run that it belongs to.</param>
    /// <param name="tool">What the host computes digests with.</param>
    public ScriptCall ToCall(string folder, string run, string tool)
    {
        var text = Encoding.UTF8.GetBytes(list.ToString());
        return new ScriptCall("prepare", [folder, run, knownCopies.Count > 0 ? tool : "none", text.Length.ToString(CultureInfo.InvariantCulture), .. sources])
        {
            Data = [.. text, .. EmptyFiles.Of(retimed)],
        };
    }

    /// <summary>Takes every file that an earlier release has under the same path.</summary>
    /// <param name="payload">The payload's manifest.</param>
    /// <param name="earlier">Manifest of the earlier release.</param>
    /// <param name="from">Its folder.</param>
    /// <param name="damaged">Paths that are known to be wrong there.</param>
    /// <param name="isTrusted">True when the manifest is proven to be that release's, and the host's record of it may be relied on.</param>
    public void TakeSamePaths(Manifest payload, Manifest earlier, string from, IReadOnlySet<string> damaged, bool isTrusted)
    {
        if (payload.Algorithm != earlier.Algorithm)
        {
            return;
        }

        var there = earlier.Files.ToDictionary(entry => entry.Path, StringComparer.Ordinal);
        foreach (var entry in payload.Files.Where(entry => !damaged.Contains(entry.Path)))
        {
            if (there.TryGetValue(entry.Path, out var old) && Take(entry, old, from) && isTrusted)
            {
                knownCopies.Add(entry.Path);
            }
        }
    }

    /// <summary>Takes one file from another, when both are the same content and their names can stand in the list.</summary>
    /// <param name="entry">The payload's file.</param>
    /// <param name="old">The file on the host.</param>
    /// <param name="from">Folder of the release that has it.</param>
    /// <returns>True when it is taken.</returns>
    public bool Take(ManifestEntry entry, ManifestEntry old, string from)
    {
        if (old.Digest != entry.Digest || old.Size != entry.Size || !IsTame(entry.Path) || !IsTame(old.Path) || !paths.Add(entry.Path))
        {
            return false;
        }

        var source = sources.IndexOf(from) + 1;
        if (source == 0)
        {
            sources.Add(from);
            source = sources.Count;
        }

        list.Append(old.Path == entry.Path
            ? string.Create(CultureInfo.InvariantCulture, $"C {source} ./{entry.Path}\n")
            : string.Create(CultureInfo.InvariantCulture, $"R {source} ./{old.Path}\nD ./{entry.Path}\n"));
        list.Append(CultureInfo.InvariantCulture, $"M {Convert.ToString(entry.Mode, 8)} ./{entry.Path}\n");
        if (old.Modified != entry.Modified)
        {
            list.Append(CultureInfo.InvariantCulture, $"T {DateTimeOffset.FromUnixTimeSeconds(entry.Modified):yyyyMMddHHmm.ss} ./{entry.Path}\n");
            retimed.Add(entry);
        }

        return true;
    }

    // The list is read by lines, and some tars take a backslash in it for an escape: such files are sent instead. A path of the
    // host's own words must not lead out of its release.
    private static bool IsTame(string path) => path.Length > 0 && path[0] != '/' && !path.Any(character => character is '\\' || char.IsControl(character))
        && !path.Split('/').Contains("..", StringComparer.Ordinal);
}
