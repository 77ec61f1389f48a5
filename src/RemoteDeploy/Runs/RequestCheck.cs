using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Runs;

/// <summary>What can be said against a request before anything is contacted. Both faces and every caller of the library pass here.</summary>
internal static class RequestCheck
{
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
            yield return new Fault(FaultCatalog.BadUsage, $"forks is {request.Forks}; it must be at least 1");
        }

        if (request is DeployRequest { Keep: < 1 } deploy)
        {
            yield return new Fault(FaultCatalog.BadUsage, $"keep is {deploy.Keep}; it must be at least 1");
        }

        if (request.Timeout is { } timeout && timeout <= TimeSpan.Zero)
        {
            yield return new Fault(FaultCatalog.BadUsage, "The timeout must be longer than nothing");
        }
    }

    private static IEnumerable<Fault> Suites(FleetRequest request)
    {
        var suites = request switch { RunRequest run => run.Suites, TestRequest test => test.Suites, _ => null };
        if (suites is null)
        {
            yield break;
        }

        if (suites.Count == 0)
        {
            yield return new Fault(FaultCatalog.BadSuite, "There is no suite to run") { Try = "Write one under suites:, give --tests or --command, or add a RemoteTestSuite item" };
        }

        foreach (var twice in suites.GroupBy(suite => suite.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return new Fault(FaultCatalog.NameCollision, $"Suite '{SafeText.Line(twice.Key)}' is there {twice.Count()} times") { Location = twice.Last().Location };
        }

        foreach (var suite in suites)
        {
            if (suite.TestAssembly is null == suite.Command is null)
            {
                yield return Of(suite, suite.Command is null ? "names neither a test assembly nor a command" : "names both a test assembly and a command");
            }
            else if (suite.Timeout <= TimeSpan.Zero)
            {
                yield return Of(suite, "has a timeout of nothing");
            }
        }
    }

    private static IEnumerable<Fault> Own(FleetRequest request)
    {
        if (request is ExecRequest { Command.Count: 0 })
        {
            yield return new Fault(FaultCatalog.BadUsage, "exec needs a command") { Try = "Write it after --, for instance: exec -- uname -a" };
        }

        if (request is PutRequest { Sources.Count: 0 })
        {
            yield return new Fault(FaultCatalog.BadUsage, "put needs at least one file or folder");
        }
    }

    private static Fault Of(TestSuite suite, string words) =>
        new(FaultCatalog.BadSuite, $"Suite '{SafeText.Line(suite.Name)}' {words}") { Location = suite.Location };

    private static Fault Bad(string what, string found, string expected) =>
        new(FaultCatalog.BadRemotePath, $"The {what} cannot be used") { Expected = expected, Found = $"'{SafeText.Line(found)}'" };

    private static bool IsName(string text) =>
        text.Length is > 0 and <= 100 && text[0] is not ('.' or '-') && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '+' or '-');

    private static bool IsRemotePath(string path) =>
        (path.StartsWith('/') || path is "~" || path.StartsWith("~/", StringComparison.Ordinal)) && path.Length <= 1000
        && !path.Any(char.IsControl) && !path.Split('/').Contains("..", StringComparer.Ordinal);
}
