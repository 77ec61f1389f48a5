using System.Text.Json;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Pool;

/// <summary>Units of an xunit.v3 program, from what it says when it is asked with <c>-list full/json</c>. Names do not depend on where the program lies; ids do.</summary>
internal static class XunitListing
{
    private const int MostTests = 200_000;
    private const int LongestName = 1000;

    /// <summary>Arguments that make the program list its tests.</summary>
    /// <param name="selection">The suite's own arguments, which may select.</param>
    public static IReadOnlyList<string> Arguments(IEnumerable<string> selection) => ["-list", "full/json", "-noColor", "-noLogo", .. selection];

    /// <summary>Reads the list.</summary>
    /// <param name="suite">Name of the suite.</param>
    /// <param name="output">What the program printed: a host's text.</param>
    /// <param name="size">Class or test.</param>
    /// <returns>The units in the order of the list, or RD4001 when there is no test, RD4003 when it is no list.</returns>
    public static Attempt<IReadOnlyList<TestUnit>> Read(string suite, string output, UnitSize size)
    {
        // What a program prints before is its own business.
        var start = output.IndexOf('[', StringComparison.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(start < 0 ? "" : output[start..].TrimEnd(), new JsonDocumentOptions { MaxDepth = 16 });
            var names = document.RootElement.EnumerateArray().Take(MostTests).Select(test => NameOf(test, size)).ToList();
            var units = names.GroupBy(name => name, StringComparer.Ordinal)
                .Select(group => new TestUnit(suite, group.Key) { Tests = group.Count(), Arguments = [size == UnitSize.Class ? "-class" : "-method", group.Key] })
                .ToList();
            return units.Count > 0
                ? units
                : new Fault(FaultCatalog.ZeroTests, $"Suite '{SafeText.Line(suite)}' has no test") { Try = "Check filters and test discovery" };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return new Fault(FaultCatalog.ResultsUnreadable, $"Suite '{SafeText.Line(suite)}' does not list its tests")
            {
                Expected = "a list in JSON from -list full/json",
                Found = SafeText.Line(output, 300),
                Try = "Run the program on the host with -list full/json, or write the units down",
            };
        }
    }

    private static string NameOf(JsonElement test, UnitSize size)
    {
        var name = test.GetProperty("Class").GetString() + (size == UnitSize.Class ? "" : "." + test.GetProperty("Method").GetString());
        return name.Length is > 0 and <= LongestName && !name.Any(char.IsControl) ? name : throw new JsonException();
    }
}
