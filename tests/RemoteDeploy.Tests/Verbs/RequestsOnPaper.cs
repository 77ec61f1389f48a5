using System.Text.Json;
using RemoteDeploy.Inventory;
using RemoteDeploy.Planning;
using RemoteDeploy.Pool;
using RemoteDeploy.Runs;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tests.Verbs;

public class RequestsOnPaper
{
    [Fact]
    public void Say_how_suites_were_to_be_run_without_their_variables()
    {
        var suite = new TestSuite
        {
            Name = "boards",
            Mode = SuiteMode.Pool,
            Retries = 2,
            Units = [new TestUnit("boards", "check") { Arguments = ["./check.sh"] }],
            Environment = new Dictionary<string, string> { ["TOKEN"] = "secret" },
        };
        var request = new TestRequest
        {
            Hosts = [new Host { Name = "lab1", Address = "lab1" }],
            Suites = [suite],
            Tests = new() { Filter = TestFilter.Parse("A|B").Value, MaxFailures = 3, Only = new Dictionary<string, TestSelection> { ["boards"] = new() { Names = ["check"], Hosts = ["lab1"] } } },
        };

        var text = RequestJson.Of("test", request);

        var json = JsonDocument.Parse(text).RootElement;
        Assert.Equal(("A|B", 3, false), (json.GetProperty("filter").GetString(), json.GetProperty("maxFailures").GetInt32(), json.GetProperty("failOnFlaky").GetBoolean()));
        var written = json.GetProperty("suiteSettings")[0];
        Assert.Equal(("boards", "pool", 2, "check"), (written.GetProperty("name").GetString(), written.GetProperty("mode").GetString(), written.GetProperty("retries").GetInt32(), written.GetProperty("units")[0].GetString()));
        Assert.Equal("check", json.GetProperty("only").GetProperty("boards").GetProperty("names")[0].GetString());
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }
}
