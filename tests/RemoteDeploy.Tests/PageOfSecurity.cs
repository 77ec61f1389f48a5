using System.Text.RegularExpressions;

namespace RemoteDeploy.Tests;

/// <summary>SECURITY.md names the tests that hold it to its word: they have to be there.</summary>
public sealed class PageOfSecurity
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public void Names_for_every_threat_tests_that_there_are()
    {
        var rows = File.ReadAllLines(Path.Combine(Built.Repository, "SECURITY.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells is ["", var number, _, _, _, ""] && int.TryParse(number, out _))
            .ToList();
        var classes = Directory.EnumerateFiles(Path.Combine(Built.Repository, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Regex.IsMatch(file, @"[/\\](bin|obj)[/\\]", RegexOptions.None, Patience))
            .Select(File.ReadAllText)
            .Where(text => text.Contains("[Fact", StringComparison.Ordinal) || text.Contains("[Theory", StringComparison.Ordinal))
            .SelectMany(text => Regex.Matches(text, @"^public (?:(?:sealed|abstract|partial) )*class (\w+)", RegexOptions.Multiline, Patience).Select(match => match.Groups[1].Value))
            .ToHashSet(StringComparer.Ordinal);

        Assert.Equal(Enumerable.Range(1, 14).Select(number => $"{number}"), rows.Select(cells => cells[1]));
        Assert.All(rows, cells =>
        {
            var named = Regex.Matches(cells[4], "`(\\w+)`", RegexOptions.None, Patience).Select(match => match.Groups[1].Value).ToList();
            Assert.NotEmpty(named);
            Assert.All(named, name => Assert.Contains(name, classes));
        });
    }
}
