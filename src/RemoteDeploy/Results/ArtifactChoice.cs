using RemoteDeploy.Reporting;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Results;

/// <summary>Which artifacts are brought here: as many files as the cap has room for.</summary>
/// <param name="Names">Those to bring, in this order.</param>
/// <param name="LeftOut">The others.</param>
internal sealed record ArtifactChoice(IReadOnlyList<string> Names, IReadOnlyList<LeftArtifact> LeftOut)
{
    /// <summary>Most files from one host; a suite can make more than any file system here likes in one folder.</summary>
    public const int MostFiles = 10_000;

    private const string NotKept = "its name cannot be kept here";

    /// <summary>Chooses: the smallest first, so that one dump does not cost all logs; of equal ones the newest.</summary>
    /// <param name="found">What there is.</param>
    /// <param name="cap">Most bytes of all.</param>
    /// <param name="canBeKept">Whether a name can be kept here.</param>
    public static ArtifactChoice Of(IEnumerable<KeyValuePair<string, AuditedFile>> found, long cap, Func<string, bool> canBeKept)
    {
        var ordered = found
            .OrderBy(file => file.Value.Size)
            .ThenByDescending(file => file.Value.Modified)
            .ThenBy(file => file.Key, StringComparer.Ordinal);
        var (names, left) = (new List<string>(), new List<LeftArtifact>());
        var room = cap;

        // Folders of this machine may not tell upper from lower case.
        var taken = new HashSet<string>(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
        foreach (var (name, file) in ordered)
        {
            if (!canBeKept(name) || taken.Contains(name))
            {
                left.Add(new LeftArtifact(name, file.Size, NotKept));
            }
            else if (names.Count >= MostFiles)
            {
                left.Add(new LeftArtifact(name, file.Size, $"beyond {Amount.Of(MostFiles, "file")}"));
            }
            else if (file.Size > room)
            {
                left.Add(new LeftArtifact(name, file.Size, $"beyond the cap of {Amount.Bytes(cap)}"));
            }
            else
            {
                room -= file.Size;
                names.Add(name);
                taken.Add(name);
            }
        }

        return new ArtifactChoice(names, left);
    }
}
