using RemoteDeploy.Planning;
using RemoteDeploy.Inventory;

namespace RemoteDeploy.Testing;

/// <summary>The command line that runs a suite again on one host, on what is active there.</summary>
internal static class ReplayCommand
{
    private const string Plain = "_./:=@%+,-";

    /// <summary>The command line, quoted for a POSIX shell.</summary>
    public static string Of(FleetRequest request, Host host, TestSuite suite) => Of(request, host, suite, test: null);

    /// <summary>The same for one test of a program: all rows of its method. Where the result does not tell class and method, the whole suite.</summary>
    public static string Of(FleetRequest request, Host host, TestSuite suite, TestResult? test)
    {
        List<string> words = ["dotnet", "remotedeploy", "test"];
        var file = InventoryFile(suite.Location?.File) ?? InventoryFile(host.Location?.File);
        Add(words, "-i", file);
        Add(words, "-F", request.SshConfig);
        Add(words, "--app", request.App);
        Add(words, "--base", request.Base == new FleetRequest { Hosts = [] }.Base ? null : request.Base);
        Add(words, "--on", host.Name);
        if (InventoryFile(suite.Location?.File) is not null)
        {
            Add(words, "--suite", suite.Name);
        }
        else
        {
            Add(words, "--tests", suite.TestAssembly);
            Add(words, "--command", suite.Command is null ? null : string.Join(' ', new[] { suite.Command }.Concat(suite.Arguments).Select(Quoted)));
            Add(words, "--results-glob", suite.Command is null ? null : suite.Results);
        }

        var isNamed = suite.TestAssembly is not null && test is { Class.Length: > 0, Method.Length: > 0 };
        Add(words, "--filter", isNamed ? "FullyQualifiedName=" + TestFilter.Escape($"{test!.Class}.{test.Method}") : null);
        return string.Join(' ', words.Select(Quoted));
    }

    /// <summary>A word as a POSIX shell reads it, and the tool's own splitting of commands.</summary>
    public static string Quoted(string word) =>
        word.Length > 0 && word.All(character => char.IsAsciiLetterOrDigit(character) || Plain.Contains(character, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    // Suites of a project file are not known to the tool by name.
    private static string? InventoryFile(string? file) =>
        file is not null && Path.GetExtension(file) is ".yml" or ".yaml" or ".json" ? file : null;

    private static void Add(List<string> words, string option, string? value)
    {
        if (value is not null)
        {
            words.Add(option);
            words.Add(value);
        }
    }
}
