using RemoteDeploy.Verification;

namespace RemoteDeploy.Results;

/// <summary>Result files that a suite has left behind links: a link to a file, or files below a link to a folder.</summary>
/// <param name="Names">The files that such links lead to, by their own names; none outside of the suite's folder.</param>
/// <param name="Outside">Links whose names are those of results, and that lead out of the suite's folder.</param>
internal sealed record LinkedResults(IReadOnlyList<string> Names, IReadOnlyList<string> Outside)
{
    private const int MostLinks = 40;
    private const int MostLooks = 1_000_000;

    /// <summary>Finds them.</summary>
    /// <param name="listing">What is in the suite's folder.</param>
    /// <param name="workFolder">That folder, absolute.</param>
    /// <param name="isShipped">True for links that came with the payload.</param>
    /// <param name="isResult">True for names of results.</param>
    public static LinkedResults Of(AuditListing listing, string workFolder, Func<string, bool> isShipped, Func<string, bool> isResult)
    {
        var (names, outside) = (new List<string>(), new List<string>());
        List<string> links = [.. listing.Links.Keys.Where(link => !isShipped(link))];
        string[] files = links.Count == 0 ? [] : [.. listing.Files.Keys.Order(StringComparer.Ordinal)];
        var looks = 0;
        foreach (var link in links)
        {
            var place = Follow(listing.Links, workFolder.TrimEnd('/'), link);
            if (place is null)
            {
                outside.AddRange(isResult(link) ? [link] : []);
            }
            else if (listing.Files.ContainsKey(place))
            {
                names.AddRange(isResult(link) ? [place] : []);
            }
            else
            {
                // Of the names that a host can make up with links, there is no end.
                var below = place.Length == 0 ? "" : place + "/";
                var first = below.Length == 0 ? 0 : Array.BinarySearch(files, below, StringComparer.Ordinal);
                names.AddRange(files.Skip(first < 0 ? ~first : first)
                    .TakeWhile(file => file.StartsWith(below, StringComparison.Ordinal) && looks++ < MostLooks)
                    .Where(file => isResult($"{link}/{file[below.Length..]}")));
            }
        }

        return new LinkedResults(names, outside);
    }

    // Where a path leads when every link on the way is followed, relative to the folder; null for out of it, and for links in a circle.
    private static string? Follow(IReadOnlyDictionary<string, string> links, string workFolder, string path)
    {
        for (var followed = 0; followed < MostLinks; followed++)
        {
            if (Prefixes(path).FirstOrDefault(links.ContainsKey) is not { } link)
            {
                return path;
            }

            var target = links[link];
            var rest = path[link.Length..];
            if (target.StartsWith('/'))
            {
                // A home may be spelled in two ways, with and without links: the end of the folder's name is nobody else's.
                var at = (target + "/").IndexOf(OwnPart(workFolder) + "/", StringComparison.Ordinal);
                if (at < 0)
                {
                    return null;
                }

                target = target[(at + OwnPart(workFolder).Length)..];
            }
            else
            {
                target = $"{link[..(link.LastIndexOf('/') + 1)]}{target}";
            }

            if (Normalized(target + rest) is not { } next)
            {
                return null;
            }

            path = next;
        }

        return null;
    }

    // "/jobs/RUN/NAME/work", and the like.
    private static string OwnPart(string workFolder) =>
        workFolder[Math.Max(0, Math.Max(workFolder.LastIndexOf("/jobs/", StringComparison.Ordinal), workFolder.LastIndexOf("/work/", StringComparison.Ordinal)))..];

    private static IEnumerable<string> Prefixes(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            yield return path[..slash];
        }

        yield return path;
    }

    private static string? Normalized(string path)
    {
        var parts = new Stack<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
        {
            if (part != "..")
            {
                parts.Push(part);
            }
            else if (!parts.TryPop(out _))
            {
                return null;
            }
        }

        return string.Join('/', parts.Reverse());
    }
}
