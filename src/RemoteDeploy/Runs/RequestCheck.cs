using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Runs;

/// <summary>What can be said against a request before anything is contacted. Both faces and every caller of the library pass here.</summary>
internal static class RequestCheck
{
    // Timers hold less than 25 days.
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(20);

    /// <summary>Everything that is wrong with it.</summary>
    public static IEnumerable<Fault> Find(FleetRequest request) =>
        Hosts(request).Concat(Paths(request)).Concat(Limits(request)).Concat(Suites(request)).Concat(Own(request));

    private static IEnumerable<Fault> Hosts(FleetRequest request)
    {
        if (request.Hosts.Count == 0)
        {
            yield return new Fault(FaultCatalog.NoHosts, "No host was given") { Try = "Give hosts with --on, an inventory, or <RemoteHost Include=\"...\" />" };
        }

        foreach (var twice in request.Hosts.GroupBy(host => host.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return new Fault(FaultCatalog.NameCollision, $"Host '{twice.Key}' is there {twice.Count()} times") { Location = twice.Last().Location };
        }

        foreach (var same in request.Hosts.DistinctBy(host => host.Name).GroupBy(host => FileNames.Safe(host.Name), StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return Same(same, "would write into the same files here");
        }

        foreach (var same in request.Hosts.Where(host => host.Kind == HostKind.Local).DistinctBy(host => host.Name).GroupBy(host => FileNames.Safe(host.Address), StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return Same(same, "are the same folder");
        }

        foreach (var host in request.Hosts)
        {
            foreach (var (what, text) in new[] { ("address", host.Address), ("user", host.User ?? "x") })
            {
                if (!HostText.IsSafe(text))
                {
                    yield return new Fault(FaultCatalog.BadUsage, $"The {what} of host '{SafeText.Line(host.Name)}' has characters that no {what} has")
                    {
                        Found = SafeText.Line(text),
                        Expected = "letters, digits and . _ : % - , no - in front",
                        Location = host.Location,
                    };
                }
            }
        }
    }

    private static IEnumerable<Fault> Paths(FleetRequest request)
    {
        if (!IsName(request.App))
        {
            yield return Bad("application name", request.App, "letters, digits and . _ + - , no . or - in front");
        }

        foreach (var folder in request.Hosts.Select(host => host.Base).OfType<string>().Append(request.Base).Distinct(StringComparer.Ordinal))
        {
            if (!IsRemotePath(folder))
            {
                yield return Bad("base", folder, "an absolute path, or one that starts with ~/");
            }
        }

        if (request is DeployRequest { Version: { } version } && !IsName(version))
        {
            yield return Bad("release version", version, "letters, digits and . _ + - , no . or - in front");
        }

        foreach (var path in request switch { PutRequest put => [put.To], GetRequest get => [get.Remote], _ => Array.Empty<string>() })
        {
            if (!IsRemotePath(path))
            {
                yield return Bad("path on the hosts", path, "an absolute path, or one that starts with ~/");
            }
        }
    }

    private static IEnumerable<Fault> Limits(FleetRequest request)
    {
        if (request.Forks < 1)
        {
            yield return new Fault(FaultCatalog.BadUsage, $"The number of forks is {request.Forks}; it must be at least 1");
        }

        if (request is DeployRequest { Keep: < 1 } deploy)
        {
            yield return new Fault(FaultCatalog.BadUsage, $"The number of releases to keep is {deploy.Keep}; it must be at least 1");
        }

        if (request.MinRate is not (>= 0 and < double.PositiveInfinity))
        {
            yield return new Fault(FaultCatalog.BadUsage, "The least rate of transfers must be a number of bytes from 0");
        }

        foreach (var (name, time) in new[] { ("timeout", request.Timeout ?? LongestTime), ("connect timeout", request.ConnectTimeout), ("stall timeout", request.StallTimeout), ("time after which a host counts as lost", request.LostAfter) })
        {
            if (!IsDeadline(time))
            {
                yield return new Fault(FaultCatalog.BadUsage, $"The {name} is {time}; it must be longer than nothing and at most {LongestTime.TotalDays:0} days");
            }
        }
    }

    private static IEnumerable<Fault> Suites(FleetRequest request)
    {
        if (request is not IRunsSuites { Suites: var suites, Tests: var tests })
        {
            yield break;
        }

        if (suites.Count == 0)
        {
            yield return new Fault(FaultCatalog.BadSuite, "There is no suite to run") { Try = "Write one under suites:, give --tests or --command, or add a RemoteTestSuite item" };
        }

        foreach (var twice in suites.GroupBy(suite => FileNames.Safe(suite.Name), StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            // Names that differ in characters that no file name keeps are the same here.
            yield return new Fault(FaultCatalog.NameCollision, $"Suite '{SafeText.Line(twice.Last().Name)}' is there {twice.Count()} times") { Location = twice.Last().Location };
        }

        foreach (var fault in suites.SelectMany(SuiteCheck.Find))
        {
            yield return fault;
        }

        if (tests.MaxFailures < 1)
        {
            yield return new Fault(FaultCatalog.BadUsage, $"The run is to end after {tests.MaxFailures} failures; it must be at least 1");
        }

        foreach (var (what, path) in new[] { ("results folder", tests.ResultsFolder), ("history file", tests.HistoryFile) })
        {
            if (path is not null && !Path.IsPathFullyQualified(path))
            {
                yield return new Fault(FaultCatalog.BadUsage, $"The {what} is not an absolute path") { Found = $"'{SafeText.Line(path)}'" };
            }
            else if (path is not null && FileInTheWay(path == tests.ResultsFolder ? path : Path.GetDirectoryName(path)) is { } file)
            {
                yield return new Fault(FaultCatalog.CannotWriteHere, $"The {what} cannot be made") { Path = path, Expected = "a folder, or none yet", Found = $"the file {file}", Try = "Name another one" };
            }
        }

        foreach (var name in tests.Only?.Keys.Where(name => suites.All(suite => suite.Name != name)) ?? [])
        {
            yield return new Fault(FaultCatalog.BadUsage, $"Tests are picked of a suite that is not in the run: '{SafeText.Line(name)}'");
        }
    }

    // What stands where a folder has to be.
    private static string? FileInTheWay(string? path)
    {
        while (path is not null && !Path.Exists(path))
        {
            path = Path.GetDirectoryName(path);
        }

        return path is null || Directory.Exists(path) ? null : path;
    }

    private static IEnumerable<Fault> Own(FleetRequest request)
    {
        if (request is ExecRequest { Command.Count: 0 })
        {
            yield return new Fault(FaultCatalog.BadUsage, "No command was given to exec") { Try = "Write it after --, for instance: exec -- uname -a" };
        }

        if (request is DeployRequest { AfterCopy.Count: 0 })
        {
            yield return new Fault(FaultCatalog.BadUsage, "No command was given for afterCopy");
        }

        var command = request switch { ExecRequest exec => exec.Command, DeployRequest { AfterCopy: { } hook } => hook, _ => [] };
        if (command.Any(HasNul))
        {
            yield return new Fault(FaultCatalog.BadUsage, "An argument of the command has a NUL character, which no program can be given");
        }

        if (request is PutRequest { Sources.Count: 0 })
        {
            yield return new Fault(FaultCatalog.BadUsage, "No file or folder was given to put");
        }
    }

    private static Fault Same(IEnumerable<Host> hosts, string why) => new(FaultCatalog.NameCollision, $"{SafeText.Line(string.Join(" and ", hosts.Select(host => host.Name)))} {why}") { Location = hosts.Last().Location };

    private static Fault Bad(string what, string found, string expected) =>
        new(FaultCatalog.BadRemotePath, $"The {what} cannot be used") { Expected = expected, Found = $"'{SafeText.Line(found)}'" };

    private static bool IsDeadline(TimeSpan time) => time > TimeSpan.Zero && time <= LongestTime;

    private static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);

    private static bool IsName(string text) =>
        text.Length is > 0 and <= 100 && text[0] is not ('.' or '-') && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '+' or '-');

    private static bool IsRemotePath(string path) =>
        (path.StartsWith('/') || path is "~" || path.StartsWith("~/", StringComparison.Ordinal)) && path.Length <= 1000
        && !path.Any(char.IsControl) && !path.Split('/').Contains("..", StringComparer.Ordinal);
}
