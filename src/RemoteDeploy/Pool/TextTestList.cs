using System.Globalization;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Pool;

/// <summary>
/// What a program of the Microsoft Testing Platform prints when it is asked with <c>--list-tests</c>: names for people, one a line, and at
/// the end how many there are. Traits are not among it.
/// </summary>
internal static class TextTestList
{
    private const string Indent = "  ";
    private const string End = "Test discovery summary: found ";

    /// <summary>The tests; null when the text is no such list, breaks off, or has a name that does not tell class and method.</summary>
    public static List<ListedTest>? Read(string output)
    {
        var tests = new List<ListedTest>();
        foreach (var line in output.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (line.StartsWith(End, StringComparison.Ordinal))
            {
                return int.TryParse(line[End.Length..].Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count == tests.Count ? tests : null;
            }

            if (!line.StartsWith(Indent, StringComparison.Ordinal) || line.Trim().Length == 0)
            {
                continue;
            }

            if (Test(line.Trim()) is not { } test || tests.Count == JsonTestList.MostTests)
            {
                return null;
            }

            tests.Add(test);
        }

        return null;
    }

    // Namespace.Class.Method(argument: "a.b"), with type arguments before the ( of a generic method.
    private static ListedTest? Test(string shown)
    {
        var end = shown.AsSpan().IndexOfAny('(', '<');
        var name = end < 0 ? shown : shown[..end];
        var dot = name.LastIndexOf('.');
        return dot > 0 && JsonTestList.IsName(name[..dot]) && JsonTestList.IsName(name[(dot + 1)..]) && !name.Any(char.IsWhiteSpace)
            ? new ListedTest(name[..dot], name[(dot + 1)..], shown)
            : null;
    }
}
