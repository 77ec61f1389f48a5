using NuGet.Versioning;

namespace RemoteDeploy.Probing;

/// <summary>Something a host must have: a .NET runtime in a version range, such as <c>Microsoft.NETCore.App [10.0,11.0)</c>.</summary>
/// <param name="Runtime">Name of the shared framework.</param>
/// <param name="Range">Accepted versions, in NuGet's notation.</param>
public sealed record Requirement(string Runtime, VersionRange Range)
{
    /// <summary>Reads <c>NAME RANGE</c>; a bare <c>NAME</c> accepts every version.</summary>
    public static bool TryParse(string? text, out Requirement? requirement)
    {
        requirement = null;
        var parts = (text ?? "").Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || !VersionRange.TryParse(parts.Length == 2 ? parts[1] : "*", out var range))
        {
            return false;
        }

        requirement = new Requirement(parts[0], range);
        return true;
    }

    /// <summary>True when one of the runtimes (<c>NAME VERSION</c>) fits.</summary>
    public bool IsMetBy(IEnumerable<string> runtimes) => runtimes
        .Select(runtime => runtime.Split(' ', 2))
        .Any(parts => parts.Length == 2 && parts[0] == Runtime && NuGetVersion.TryParse(parts[1], out var version) && Range.Satisfies(version));

    /// <inheritdoc/>
    public override string ToString() => $"{Runtime} {Range.OriginalString ?? Range.ToNormalizedString()}";
}
