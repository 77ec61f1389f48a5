using Microsoft.Extensions.FileSystemGlobbing;

namespace RemoteDeploy.Results;

/// <summary>Folders that the account may not look into: what a pattern asks for may lie there unseen, such as what a container wrote as root.</summary>
internal static class ClosedFolders
{
    /// <summary>Those in which the pattern, whose parts are separated by slashes, could match a file.</summary>
    public static IEnumerable<string> Within(IEnumerable<string> closed, string pattern)
    {
        var parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        return closed.Where(folder => folder is "" or "." || MayHold(parts, folder.Split('/')));
    }

    private static bool MayHold(string[] parts, string[] folder)
    {
        for (var at = 0; at < folder.Length; at++)
        {
            // The last part is the file's.
            if (at >= parts.Length - 1)
            {
                return parts.Length > 0 && parts[^1] == "**";
            }

            if (parts[at] == "**")
            {
                return true;
            }

            var matcher = new Matcher(StringComparison.Ordinal);
            matcher.AddInclude(parts[at]);
            if (!matcher.Match("/", folder[at]).HasMatches)
            {
                return false;
            }
        }

        return true;
    }
}
