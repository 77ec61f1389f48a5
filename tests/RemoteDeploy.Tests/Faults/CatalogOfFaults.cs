using System.Reflection;
using System.Text.RegularExpressions;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tests.Faults;

public class CatalogOfFaults
{
    private static readonly IReadOnlyDictionary<string, FaultCode> Codes = typeof(FaultCatalog).GetProperties(BindingFlags.Public | BindingFlags.Static)
        .Where(property => property.PropertyType == typeof(FaultCode))
        .ToDictionary(property => property.Name, property => (FaultCode)property.GetValue(null)!, StringComparer.Ordinal);

    [Fact]
    public void Has_every_code_once_with_a_page_of_its_own()
    {
        Assert.Distinct(Codes.Values);
        Assert.Distinct(FaultCatalog.All.Select(page => page.Code));
        Assert.Equal(Codes.Values.Select(code => code.ToString()).Order(StringComparer.Ordinal), FaultCatalog.All.Select(page => page.Code.ToString()));
        Assert.Distinct(FaultCatalog.All.Select(page => page.Title));
    }

    [Fact]
    public void Says_on_every_page_what_why_what_is_left_and_what_to_do() => Assert.All(FaultCatalog.All, page =>
    {
        Assert.InRange(page.Title.Length, 10, 60);
        Assert.DoesNotMatch(@"[.!]$", page.Title);
        Assert.All([page.Cause, page.LeftBehind, page.Fix], text => Assert.InRange(text.Length, 10, 400));
        Assert.EndsWith(".", page.Cause, StringComparison.Ordinal);
        Assert.EndsWith(".", page.LeftBehind, StringComparison.Ordinal);
    });

    [Fact]
    public void Has_a_category_and_an_exit_code_for_every_code() => Assert.All(Codes.Values, code =>
    {
        Assert.True(Enum.IsDefined(code.Category));
        Assert.NotEqual(0, ExitCodes.Of([new Fault(code, "x")]));
        Assert.True(FaultCode.TryParse(code.ToString(), out var parsed) && parsed == code);
        Assert.NotNull(FaultCatalog.Find(code));
    });

    [Fact]
    public void Has_no_code_that_nothing_raises()
    {
        var sources = string.Join('\n', Directory.EnumerateFiles(Path.Combine(Built.Repository, "src"), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".targets" && !Regex.IsMatch(file, @"[/\\](bin|obj)[/\\]|FaultCatalog\.", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .Select(File.ReadAllText));

        Assert.Empty(Codes.Where(code => !Regex.IsMatch(sources, $@"FaultCatalog\.{code.Key}\b|Code=""{code.Value}""", RegexOptions.None, TimeSpan.FromSeconds(10))).Select(code => code.Key));
    }

    [Theory]
    [InlineData("rd2001", "RD2001")]
    [InlineData("RD0001", "RD0001")]
    public void Reads_codes_in_any_case(string text, string code) => Assert.True(FaultCode.TryParse(text, out var parsed) && parsed.ToString() == code);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("RD1")]
    [InlineData("RD-001")]
    [InlineData("RD12345")]
    [InlineData("XX2001")]
    [InlineData("RD 001")]
    public void Refuses_what_is_no_code(string? text) => Assert.False(FaultCode.TryParse(text, out _));
}
