using System.CommandLine;
using RemoteDeploy.Faults;
using RemoteDeploy.Testing;
using RemoteDeploy.Tool.CommandLine;

namespace RemoteDeploy.Tool.Requests;

/// <summary>What the command line says about all suites that were chosen; it wins over the file.</summary>
internal static class SuiteChanges
{
    /// <summary>The suites; or RD0002 when an option would mean nothing to any of them.</summary>
    public static Attempt<IReadOnlyList<TestSuite>> Apply(IReadOnlyList<TestSuite> suites, ParseResult parse, SuiteOptions options)
    {
        var mode = parse.GetValue(options.Mode);
        var unit = parse.GetValue(options.Unit);
        var retries = parse.GetValue(options.Retries);
        var spares = parse.GetValue(options.Spares);
        var artifacts = parse.GetValue(options.Artifacts) is { Length: > 0 } globs ? globs : null;
        List<TestSuite> changed =
        [
            .. suites.Select(suite => suite with
            {
                Mode = mode ?? suite.Mode,
                Unit = suite.TestAssembly is null ? suite.Unit : unit ?? suite.Unit,
                Retries = retries ?? suite.Retries,
                Spares = spares ?? suite.Spares,
                Artifacts = artifacts ?? suite.Artifacts,
            }),
        ];
        if (unit is not null && !changed.Exists(suite => suite is { Mode: SuiteMode.Pool, TestAssembly: not null }))
        {
            return new Fault(FaultCatalog.BadUsage, "--unit is for test assemblies that hosts share, and there is none")
            {
                Try = changed.Exists(suite => suite.TestAssembly is not null) ? "Add --mode pool" : "Write the units of commands into the file, or use --units-file",
            };
        }

        return spares is not null && changed.Find(suite => suite.Mode != SuiteMode.Pool) is { } other
            ? new Fault(FaultCatalog.BadUsage, $"--spares is for suites that hosts share, and '{other.Name}' is none") { Try = "Add --mode pool, or pick suites with --suite" }
            : changed;
    }
}
