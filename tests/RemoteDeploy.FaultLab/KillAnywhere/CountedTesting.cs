using System.Globalization;
using System.Text.Json;
using RemoteDeploy.FaultLab.Activities;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab.KillAnywhere;

/// <summary>The new payload is active; its suite is to be run, and every result is to arrive once.</summary>
/// <param name="shared">True when hosts share the suite; else each runs all of it.</param>
internal sealed class CountedTesting(bool shared) : Deploying
{
    private const int Tests = 9;

    // Notes its start, takes a while, and names the tests that it was told.
    private const string Script = """
        #!/bin/sh
        echo "$*" >>/srv/ran
        sleep 0.4
        {
          printf '<TestRun><Results>'
          for test do printf '<UnitTestResult testName="T%s" outcome="Passed"/>' "$test"; done
          printf '</Results><ResultSummary><Counters total="%s"/></ResultSummary></TestRun>' $#
        } >r.trx

        """;

    private static readonly string[] Numbers = [.. Enumerable.Range(1, Tests).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    public override string Name => shared ? "pool" : "test";

    public override IReadOnlyList<string> Successes => ["passed"];

    public override async Task SeedAsync(Scene scene)
    {
        scene.New.File("count.sh", Script, "0755");
        await File.WriteAllLinesAsync(Path.Combine(scene.Project, "units.txt"), Numbers);
        await SeedAsync(scene, scene.New);
    }

    public override IReadOnlyList<string> Arguments(Scene scene) =>
    [
        "test", .. scene.Where, "--base", scene.Base, "--results-glob", "*.trx",
        .. shared ? (string[])["--command", "./count.sh", "--mode", "pool", "--units-file", Path.Combine(scene.Project, "units.txt")] : ["--command", "./count.sh " + string.Join(' ', Numbers)],
    ];

    public override bool IsDone(Scene scene, ShapedHost host) => Has(scene, host, Asked);

    public override bool IsUntouched(Scene scene, ShapedHost host) => IsDone(scene, host);

    /// <summary>Results that a run does not have, or has more than once. All that it has must have passed.</summary>
    public IEnumerable<string> Miscounted(Scene scene, string runFolder)
    {
        var found = Results(Path.Combine(runFolder, "results.jsonl")).ToList();
        var wanted = shared ? Numbers.Select(number => "T" + number) : scene.Fleet.Hosts.SelectMany(host => Numbers.Select(number => $"{host.Name} T{number}"));
        return wanted.Select(name => (Name: name, Count: found.Count(name.Equals)))
            .Where(test => test.Count != 1)
            .Select(test => $"{test.Name} is there {test.Count} times")
            .Concat(found.Except(wanted, StringComparer.Ordinal).Select(name => $"{name} is no test"));
    }

    // Each try is a line, and one of each test is the one that counts.
    private IEnumerable<string> Results(string file)
    {
        foreach (var line in File.Exists(file) ? File.ReadLines(file) : [])
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.GetProperty("final").GetBoolean())
            {
                var passed = json.RootElement.GetProperty("outcome").GetString() == "passed" ? "" : " not passed";
                yield return $"{(shared ? "" : json.RootElement.GetProperty("host").GetString() + " ")}{json.RootElement.GetProperty("name").GetString()}{passed}";
            }
        }
    }
}
