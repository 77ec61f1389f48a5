using RemoteDeploy.Faults;
using RemoteDeploy.Pool;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Testing;

/// <summary>What can be said against a suite before anything is built or contacted.</summary>
public static class SuiteCheck
{
    /// <summary>Most times a unit is run again.</summary>
    public const int MostRetries = 100;

    private const int LongestName = 1000;

    // Timers hold less than 25 days.
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(20);

    /// <summary>Everything that is wrong with it: RD0020, each at the suite's place.</summary>
    public static IEnumerable<Fault> Find(TestSuite suite)
    {
        ArgumentNullException.ThrowIfNull(suite);
        return What(suite).Concat(Limits(suite)).Concat(Words(suite)).Concat(Dispatch(suite)).Concat(Units(suite)).Concat(Files(suite));
    }

    private static bool HasUnits(TestSuite suite) => suite.Units.Count > 0 || suite.UnitsFrom.Count > 0;

    private static IEnumerable<Fault> What(TestSuite suite)
    {
        if (suite.TestAssembly is not null && suite.Command is not null)
        {
            yield return Of(suite, "names both a test assembly and a command", "Make two suites of it");
        }
        else if (suite.TestAssembly is null && suite.Command is null && !HasUnits(suite))
        {
            yield return Of(suite, "names neither a test assembly nor a command, and has no units that are commands", "Say what it runs");
        }

        if (suite.TestAssembly is null && suite.Command is null && suite.Arguments.Count > 0)
        {
            yield return Of(suite, "has arguments, but neither a test assembly nor a command that they could be for", "Write them into its units");
        }
    }

    private static IEnumerable<Fault> Limits(TestSuite suite)
    {
        foreach (var time in suite.Units.Select(unit => unit.Timeout).OfType<TimeSpan>().Append(suite.Timeout).Where(time => !IsDeadline(time)).Distinct())
        {
            yield return Of(suite, $"has a timeout of {time}; it must be longer than nothing and at most {LongestTime.TotalDays:0} days");
        }

        foreach (var retries in suite.Units.Select(unit => unit.Retries).OfType<int>().Append(suite.Retries).Where(retries => retries is < 0 or > MostRetries).Distinct())
        {
            yield return Of(suite, $"has {retries} retries; it must be 0 to {MostRetries}");
        }

        if (suite.ArtifactsCap < 0)
        {
            yield return Of(suite, $"has a cap of {suite.ArtifactsCap} bytes for artifacts; it must be 0 or more");
        }
    }

    private static IEnumerable<Fault> Words(TestSuite suite)
    {
        var words = suite.Arguments.Concat(suite.Environment.Values).Append(suite.Command ?? "").Append(suite.TestAssembly ?? "")
            .Concat(suite.SetUp).Concat(suite.TearDown).Concat(suite.UnitsFrom).Concat(suite.Units.SelectMany(unit => unit.Arguments));
        if (words.Any(HasNul))
        {
            yield return Of(suite, "has an argument or variable with a NUL character, which no program can be given");
        }

        if (suite.Environment.Keys.FirstOrDefault(key => !IsVariable(key)) is { } key)
        {
            yield return Of(suite, $"sets a variable that no shell can: '{SafeText.Line(key)}'");
        }

        foreach (var (what, command) in new[] { ("set-up", suite.SetUp), ("tear-down", suite.TearDown), ("list of units", suite.UnitsFrom) })
        {
            if (command is ["", ..])
            {
                yield return Of(suite, $"has a {what} that names no program");
            }
        }
    }

    private static IEnumerable<Fault> Dispatch(TestSuite suite)
    {
        const string tryPool = "Give it the mode pool";
        if (suite.Mode != SuiteMode.Pool && HasUnits(suite))
        {
            yield return Of(suite, $"has units of its own, which only hosts of a pool share; in mode {Word(suite.Mode)} a host runs all of it", tryPool);
        }

        if (suite.Mode != SuiteMode.Pool && suite.Spares is not null)
        {
            yield return Of(suite, $"has spare hosts, which only stand in for hosts of a pool; its mode is {Word(suite.Mode)}", tryPool);
        }

        if (suite.Unit == UnitSize.Test && suite.TestAssembly is null)
        {
            yield return Of(suite, "is to be dispatched test by test, but only a test assembly can be asked for its tests", "Write its units down");
        }
    }

    private static IEnumerable<Fault> Units(TestSuite suite)
    {
        if (suite.Units.Count > 0 && suite.UnitsFrom.Count > 0)
        {
            yield return Of(suite, "has units that are written down and a command that prints them", "Remove one of the two");
        }

        foreach (var unit in suite.Units.Where(unit => unit.Name.Length is 0 or > LongestName || unit.Name.Any(char.IsControl)))
        {
            yield return Of(suite, $"has a unit whose name cannot be: '{SafeText.Line(unit.Name, 100)}'") with { Expected = $"1 to {LongestName} characters, no control characters" };
        }

        foreach (var twice in suite.Units.GroupBy(unit => unit.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return Of(suite, $"has the unit '{SafeText.Line(twice.Key, 100)}' {twice.Count()} times, and results could not be told apart", "Give each a name of its own");
        }

        if (suite.TestAssembly is null && suite.Command is null && suite.Units.FirstOrDefault(unit => unit.Arguments is [] or ["", ..]) is { } empty)
        {
            yield return Of(suite, $"has no command, and neither has its unit '{SafeText.Line(empty.Name, 100)}'", "Write the unit as a command");
        }
    }

    private static IEnumerable<Fault> Files(TestSuite suite)
    {
        foreach (var glob in suite.Artifacts.Append(suite.Results).OfType<string>().Where(glob => !IsBelow(glob)))
        {
            yield return Of(suite, $"wants files from outside its folder: '{SafeText.Line(glob, 200)}'", "Name them relative to the suite's folder, such as logs/*.txt");
        }
    }

    private static string Word(SuiteMode mode) => SuiteModes.Words[(int)mode];

    private static Fault Of(TestSuite suite, string words, string? advice = null) =>
        new(FaultCatalog.BadSuite, $"Suite '{SafeText.Line(suite.Name)}' {words}") { Location = suite.Location, Try = advice };

    private static bool IsDeadline(TimeSpan time) => time > TimeSpan.Zero && time <= LongestTime;

    private static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);

    private static bool IsBelow(string glob) => glob.Length > 0 && glob[0] is not ('/' or '~') && !glob.Split('/').Contains("..", StringComparer.Ordinal) && !glob.Any(char.IsControl);

    private static bool IsVariable(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
