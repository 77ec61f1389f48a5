namespace RemoteDeploy.Pool;

/// <summary>Options of xunit.v3 on the Microsoft Testing Platform, in the words of xunit's own runner.</summary>
internal static class PlatformOptions
{
    private static readonly Dictionary<string, string> Filters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["filter-class"] = "-class",
        ["filter-not-class"] = "-class-",
        ["filter-method"] = "-method",
        ["filter-not-method"] = "-method-",
        ["filter-namespace"] = "-namespace",
        ["filter-not-namespace"] = "-namespace-",
        ["filter-trait"] = "-trait",
        ["filter-not-trait"] = "-trait-",
        ["filter-query"] = "-filter",
    };

    /// <summary>Those of the arguments that select tests; the platform takes several values after one option, or the first after = or :.</summary>
    public static IEnumerable<string> ToNative(IEnumerable<string> arguments)
    {
        string? option = null;
        foreach (var argument in arguments)
        {
            if (argument.StartsWith('-'))
            {
                var name = argument.TrimStart('-');
                var end = name.AsSpan().IndexOfAny('=', ':');
                option = Filters.GetValueOrDefault(end < 0 ? name : name[..end]);
                if (option is not null && end >= 0)
                {
                    yield return option;
                    yield return name[(end + 1)..];
                }
            }
            else if (option is not null)
            {
                yield return option;
                yield return argument;
            }
        }
    }
}
