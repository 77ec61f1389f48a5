using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Pool;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Testing;

/// <summary>The argv of a suite, or of a part of it, on a host, and where it will write results.</summary>
/// <param name="Program">The program, for messages.</param>
/// <param name="Start">What starts it: a program and what belongs to it.</param>
/// <param name="Own">The suite's own arguments.</param>
/// <param name="Results">Glob of result files; null when the exit status alone counts.</param>
internal sealed record SuiteCommand(string Program, IReadOnlyList<string> Start, IReadOnlyList<string> Own, string? Results)
{
    // What a program of the Microsoft Testing Platform answers to options that it does not know.
    private const int UnknownOption = 5;
    private const string DefaultTrx = "remotedeploy-results.trx";

    /// <summary>The file that a test program is told to write; null for a command.</summary>
    public string? Trx { get; private init; }

    /// <summary>True for a program of the Microsoft Testing Platform, which takes other options.</summary>
    public bool IsPlatform { get; private init; }

    /// <summary>Which tests: as arguments.</summary>
    public IReadOnlyList<string> Selection { get; init; } = [];

    /// <summary>The whole argv, program first.</summary>
    public IReadOnlyList<string> Arguments => [.. Start, .. Reporting, .. Own, .. Selection];

    private IReadOnlyList<string> Reporting => (Trx, IsPlatform) switch
    {
        (null, _) => [],
        (var trx, false) => ["-trx", trx, "-noColor", "-noAutoReporters"],
        (var trx, true) => ["--report-xunit-trx", "--report-xunit-trx-filename", trx, "--results-directory", ".", "--no-progress", "--no-ansi"],
    };

    /// <summary>The command of a suite on a release.</summary>
    /// <returns>The command, or RD0020 when the release does not hold its test assembly.</returns>
    public static Attempt<SuiteCommand> Of(TestSuite suite, Manifest manifest, string dotnet)
    {
        if (suite.TestAssembly is null)
        {
            return new SuiteCommand(suite.Command ?? suite.Name, suite.Command is { } command ? [command] : [], suite.Arguments, suite.Results)
            {
                IsShipped = suite.Command is not null && manifest.Files.Any(entry => "./" + entry.Path == suite.Command),
            };
        }

        var assembly = suite.TestAssembly.Replace('\\', '/');
        if (!manifest.Files.Any(entry => entry.Path == assembly))
        {
            return new Fault(FaultCatalog.BadSuite, $"Suite '{suite.Name}' needs a test assembly that the release does not hold")
            {
                Path = SafeText.Line(assembly),
                Try = "Publish the test project, and name its .dll relative to the payload",
                Location = suite.Location,
            };
        }

        IReadOnlyList<string> start = IsSelfContained(assembly, manifest)
            ? ["./" + assembly[..^".dll".Length]]
            : [dotnet.Length > 0 ? dotnet : "dotnet", assembly];
        return new SuiteCommand(assembly, start, suite.Arguments, suite.Results ?? DefaultTrx) { Trx = DefaultTrx };
    }

    /// <summary>True when the program is a file of the release, which was proven to be there.</summary>
    public bool IsShipped { get; init; }

    /// <summary>The same for a program that is a Microsoft Testing Platform one and has refused xunit's own options.</summary>
    public SuiteCommand ForTestingPlatform() => this with { IsPlatform = true };

    /// <summary>Only some units, which leave their results under a name of their own.</summary>
    /// <param name="units">The units, of one suite; a program of its own is alone.</param>
    /// <param name="trx">File for the results of a test program.</param>
    public SuiteCommand For(IReadOnlyList<TestUnit> units, string trx) => Trx is null
        ? this with { Program = Start.Count > 0 || units[0].Arguments.Count == 0 ? Program : units[0].Arguments[0], Selection = units[0].Arguments }
        : this with { Trx = trx, Results = Results == Trx ? trx : Results, Selection = [.. units.SelectMany(unit => unit.Arguments)] };

    /// <summary>What lists the tests in place of running them.</summary>
    public SuiteCommand Listing() => this with { Trx = null, Results = null, Own = [], Selection = TestListing.Arguments(IsPlatform, Own) };

    /// <summary>True when the program has refused the options of a test program, which one of the Testing Platform does.</summary>
    public bool IsRefused(SuiteJob job, TestSuite suite) => job.Status == UnknownOption && suite.TestAssembly is not null && !IsPlatform;

    // A self-contained publish carries the runtime itself beside the program.
    private static bool IsSelfContained(string assembly, Manifest manifest)
    {
        var folder = assembly.Contains('/', StringComparison.Ordinal) ? assembly[..(assembly.LastIndexOf('/') + 1)] : "";
        var program = assembly[..^".dll".Length];
        return manifest.Files.Any(entry => entry.Path == program)
            && manifest.Files.Any(entry => entry.Path == folder + "libcoreclr.so" || entry.Path == folder + "libcoreclr.dylib");
    }
}
