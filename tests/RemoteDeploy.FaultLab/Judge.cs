using System.Globalization;
using System.Text.Json;
using RemoteDeploy.FaultLab.Observing;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab;

/// <summary>Compares what the tool says with what is on the hosts, and both with what is expected.</summary>
internal sealed class Judge(Scene scene, Expectation expect, double? injected)
{
    private readonly List<string> problems = [];
    private bool silent;
    private bool wronglyBlamed;
    private double? notice;
    private bool late;

    private ToolRun Run => scene.Run!;

    private IEnumerable<ShapedHost> Judged => scene.Fleet.Hosts.Where(host => scene.Judged is null || scene.Judged.Contains(host.Name, StringComparer.Ordinal));

    /// <summary>Notes what is wrong.</summary>
    public void Add(IEnumerable<string> found) => problems.AddRange(found);

    /// <summary>Does all comparisons that can be done when the tool has ended.</summary>
    public void Compare()
    {
        if (injected is null)
        {
            problems.Add("the tool ended before the moment of the fault");
        }

        CompareExit();
        foreach (var host in Judged)
        {
            CompareTruth(host);
        }

        if (!expect.Killed)
        {
            CompareReport();
            CompareNotice();
        }

        problems.AddRange(expect.Says.Where(words => !Run.Text.Contains(words, StringComparison.Ordinal)).Select(words => $"the output lacks '{words}'"));
        problems.AddRange(scene.Hosts.Where(host => !expect.MayBeChanged || !IsVictim(host.Host.Name)).SelectMany(host => host.Torn.Select(path => $"half written on {host.Host.Name}: {path}")));
        problems.AddRange(expect.Also?.Invoke(scene) ?? []);
    }

    /// <summary>Whatever is on a host after the seconds that it has for cleaning up must have been said; but for what another run holds there.</summary>
    public void CompareLeftBehind()
    {
        foreach (var host in scene.Hosts.Where(host => Said(host.Host.Name) is { } said && said.GetProperty("outcome").GetString() != "locked" && said.GetProperty("leftBehind").GetArrayLength() == 0))
        {
            // Keys may differ because the fault took them.
            problems.AddRange(host.Leftovers().Where(left => !left.Contains("authorized_keys", StringComparison.Ordinal)).Select(left => $"{host.Host.Name} is said to be clean, and has: {left}"));
        }
    }

    /// <summary>Puts the findings into a verdict.</summary>
    public Verdict Sum(Verdict verdict) => verdict with
    {
        Problems = problems,
        Exit = Run.ExitCode,
        Seconds = Run.Seconds,
        Notice = notice,
        NoticeWithin = expect.Notice,
        NoticedLate = late,
        Hung = Run.ExitCode is null,
        SilentSuccess = silent,
        FalseAlarm = !expect.Killed && expect.Exits is [0] && Run.ExitCode is not (null or 0) && Judged.All(host => scene.Activity.IsDone(scene, host)),
        Torn = expect.MayBeChanged ? 0 : scene.Hosts.Sum(host => host.Torn.Count),
        WronglyBlamed = wronglyBlamed,
        Output = problems.Count == 0 ? null : Run.Text,
    };

    private void CompareExit()
    {
        if (Run.ExitCode is not { } exit)
        {
            problems.Add("it hung");
        }
        else if (!expect.Killed && !expect.Exits.Contains(exit))
        {
            problems.Add($"exit {exit} instead of {string.Join(" or ", expect.Exits)}");
        }
    }

    private void CompareTruth(ShapedHost host)
    {
        var (done, untouched) = (scene.Activity.IsDone(scene, host), scene.Activity.IsUntouched(scene, host));
        silent |= Run.ExitCode == 0 && !done;
        if (Run.ExitCode == 0 && !done)
        {
            problems.Add($"a silent success: {host.Name} does not have what was asked for");
        }

        var wanted = IsVictim(host.Name) ? expect.VictimDone : expect.OthersDone;
        if (!done && !untouched && !(expect.MayBeChanged && IsVictim(host.Name)))
        {
            problems.Add($"{host.Name} is neither as before nor as asked for");
        }
        else if (scene.Activity.Changes && wanted is { } must && must != done && Run.ExitCode != 0)
        {
            problems.Add($"{host.Name} {(done ? "has" : "does not have")} what was asked for");
        }
    }

    private void CompareReport()
    {
        if (Run.Report is not { } report)
        {
            // Refused before a run was begun: what it prints is all there is.
            Blame(expect.Codes.Count == 0 || expect.Codes.Any(code => Run.Text.Contains(code, StringComparison.Ordinal)), $"the output names none of {string.Join(", ", expect.Codes)}");
            return;
        }

        foreach (var host in Judged)
        {
            if (Said(host.Name) is { } said)
            {
                CompareHost(host, said);
            }
            else
            {
                problems.Add($"the report lacks {host.Name}");
            }
        }

        var codes = Codes(report).Concat(report.GetProperty("hosts").EnumerateArray().SelectMany(AllCodes)).ToList();
        Blame(expect.Codes.Count == 0 || codes.Any(code => expect.Codes.Contains(code)), $"the codes are {string.Join(", ", codes)} instead of {string.Join(" or ", expect.Codes)}");
    }

    private void CompareHost(ShapedHost host, JsonElement said)
    {
        var outcome = said.GetProperty("outcome").GetString()!;
        var codes = AllCodes(said).ToList();
        var wanted = IsVictim(host.Name) ? expect.Victim : expect.Others;
        if (wanted.Count == 0)
        {
            wanted = scene.Activity.Successes;
        }

        Blame(wanted.Contains(outcome), $"{host.Name} is said to be {outcome} ({string.Join(", ", codes)}) instead of {string.Join(" or ", wanted)}");
        if (scene.Activity.Successes.Contains(outcome) && !scene.Activity.IsDone(scene, host))
        {
            problems.Add($"{host.Name} is said to be {outcome}, and is not");
        }

        if (IsVictim(host.Name) && expect.Codes.Count > 0 && codes.Count > 0)
        {
            Blame(codes.TrueForAll(code => expect.Codes.Contains(code)), $"{host.Name} is blamed with {string.Join(", ", codes)}");
        }

        var phase = said.GetProperty("phase").GetString()!;
        if (IsVictim(host.Name) && expect.Phases.Count > 0)
        {
            Blame(expect.Phases.Contains(phase), $"{host.Name} is said to have failed at {phase}");
        }
    }

    // A host may be known by another name than the lab's, such as user@h2.
    private JsonElement? Said(string host) => Run.Report?.GetProperty("hosts").EnumerateArray()
        .Where(said => said.GetProperty("host").GetString() is { } name && (string.Equals(name, host, StringComparison.Ordinal) || name.EndsWith("@" + host, StringComparison.Ordinal)))
        .Select(said => (JsonElement?)said)
        .FirstOrDefault();

    private void CompareNotice()
    {
        if (injected is not { } at)
        {
            return;
        }

        // Other programs than ours name the host in words of their own, most often as ssh does, by its address.
        notice = scene.Activity.Program(scene) is null
            ? Run.Said(at, FaultCase.Victim + ": ", "(RD") - at ?? Run.Said(at, FaultCase.Victim + ": ", "error RD") - at
            : Earliest(Run.Said(at, FaultCase.Victim), Run.Said(at, scene.Victim.Address)) - at;
        if (expect.Notice is not null && scene.Activity.Program(scene) is null && !Run.Text.Split('\n').Any(IsWhole))
        {
            problems.Add("no line has the victim's state, stage, cause, and what is left behind");
        }

        if (expect.Notice is { } promised && !(notice <= promised + Slack.Seconds))
        {
            late = true;
            problems.Add(notice is null ? "no line names the host" : string.Create(CultureInfo.InvariantCulture, $"{notice:0.0} s until a line names the host, more than {promised} and {Slack.Seconds:0.0} for the load of this machine"));
        }
    }

    private static bool IsWhole(string line) =>
        line.Contains(FaultCase.Victim + ": ", StringComparison.Ordinal) && line.Contains(" at ", StringComparison.Ordinal) && line.Contains("(RD", StringComparison.Ordinal) && line.Contains("left behind", StringComparison.Ordinal);

    private static double? Earliest(double? first, double? second) => first is null || second < first ? second : first;

    private void Blame(bool right, string problem)
    {
        if (!right)
        {
            wronglyBlamed = true;
            problems.Add(problem);
        }
    }

    private static IEnumerable<string> Codes(JsonElement element) =>
        element.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("code").GetString()!);

    private static IEnumerable<string> AllCodes(JsonElement host) =>
        Codes(host).Concat(host.GetProperty("suites").EnumerateArray().SelectMany(Codes));

    private bool IsVictim(string host) => expect.AllAreVictims || string.Equals(host, FaultCase.Victim, StringComparison.Ordinal);
}
