using RemoteDeploy.Faults;

namespace RemoteDeploy.Tasks.Rendering;

/// <summary>
/// Finds the source that a stack trace names. A deterministic build writes <c>/_/src/A.cs</c> into symbols, a build elsewhere its own
/// folders; the file is then looked for below the folders that hold the project.
/// </summary>
internal sealed class SourceFiles(string project)
{
    private readonly Dictionary<string, string?> found = new(StringComparer.Ordinal);

    /// <summary>The place in a file that exists here; null for none, so that nobody is sent to a file that is not there.</summary>
    internal SourceLocation? Resolve(SourceLocation? place)
    {
        if (place is null)
        {
            return null;
        }

        if (!found.TryGetValue(place.File, out var file))
        {
            file = Find(place.File);
            found[place.File] = file;
        }

        return file is null ? null : place with { File = file };
    }

    private string? Find(string named)
    {
        if (Path.IsPathRooted(named) && File.Exists(named))
        {
            return named;
        }

        var parts = named.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Contains("..", StringComparer.Ordinal))
        {
            return null;
        }

        // The longest tail that exists is the best: tails of one name alone would find strangers.
        return Enumerable.Range(0, Math.Max(0, parts.Length))
            .Select(skipped => Path.Combine(parts[skipped..]))
            .SelectMany(tail => Folders().Select(folder => Path.Combine(folder, tail)))
            .FirstOrDefault(File.Exists);
    }

    private IEnumerable<string> Folders()
    {
        for (var folder = Path.GetDirectoryName(project); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }
}
