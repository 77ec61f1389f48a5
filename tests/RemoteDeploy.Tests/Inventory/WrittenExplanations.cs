using System.Text.RegularExpressions;
using RemoteDeploy.Inventory;
using RemoteDeploy.Inventory.Documents;
using RemoteDeploy.Inventory.Reading;

namespace RemoteDeploy.Tests.Inventory;

/// <summary>The template and the documentation say only what the reader does.</summary>
public partial class WrittenExplanations
{
    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryRoot(), "src", "RemoteDeploy", "docs", "inventory.md"));

    [Fact]
    public void The_template_works_as_it_is()
    {
        var inventory = Yaml.Load(InventoryTemplate.Text("web", "bin/out"));
        Assert.Equal("local:a local:b local:c", inventory.NamesOf(null));
        Assert.Equal(("web", "/lab/bin/out"), (inventory.Settings.App, inventory.Settings.Payload));
        Assert.Null(Yaml.Load(InventoryTemplate.Text()).Settings.Payload);
        Assert.Empty(inventory.Suites);
    }

    [Fact]
    public void The_template_works_with_every_key_switched_on()
    {
        var inventory = LoadSwitchedOn();
        Assert.Equal("local:a local:b local:c lab01 lab02 lab03 lab04", inventory.NamesOf(null));
        Assert.Equal("local:a local:b", inventory.NamesOf("@quick"));
        Assert.Equal(["unit", "smoke", "shared", "checks", "devices", "nightly", "printed"], inventory.Suites.Select(suite => suite.Name));
        Assert.Equal("two words", inventory.Suites[1].Arguments[3]);
        Assert.Empty(inventory.Suites.SelectMany(RemoteDeploy.Testing.SuiteCheck.Find));
    }

    [Fact]
    public void The_template_shows_the_defaults()
    {
        var settings = LoadSwitchedOn().Settings;
        var request = new Planning.DeployRequest { Hosts = [], Payload = "" };
        Assert.Equal((request.App, request.Base, request.Digest, request.Keep), (settings.App, settings.Base, settings.Digest, settings.Keep));
        Assert.Equal((request.Forks, request.ConnectTimeout, request.StallTimeout), (settings.Forks, settings.ConnectTimeout, settings.StallTimeout));
        Assert.Equal((request.AllowFailures, request.Verify), (settings.AllowFailures, settings.Verify));
        Assert.Equal(new RemoteDeploy.Testing.TestOptions().FailOnFlaky, settings.FailOnFlaky);
        Assert.EndsWith("/.remotedeploy/history.json", settings.HistoryFile, StringComparison.Ordinal);
        var suites = LoadSwitchedOn().Suites;
        var suite = new RemoteDeploy.Testing.TestSuite { Name = "" };
        Assert.Equal((suite.Unit, suite.ArtifactsCap), (suites[2].Unit, suites[1].ArtifactsCap));
    }

    [Fact]
    public void The_template_explains_every_key()
    {
        var findings = new Findings(Yaml.Path);
        var file = (Node.Mapping)YamlDocument.Read(SwitchedOn(), findings)!;
        Assert.True(findings.IsEmpty);
        Assert.Equal(Sorted(Keys.File), Sorted(KeysOf([file])));
        Assert.Equal(Sorted(Keys.Defaults), Sorted(KeysOf([Value(file, "defaults")])));
        Assert.Equal(Sorted(Keys.Host), Sorted(KeysOf(((Node.Sequence)Value(file, "hosts")).Items)));
        Assert.Equal(Sorted(Keys.Suite), Sorted(KeysOf(((Node.Sequence)Value(file, "suites")).Items)));
        var units = ((Node.Sequence)Value(file, "suites")).Items.Cast<Node.Mapping>().SelectMany(suite => suite.Entries).Where(entry => entry.Key.Text == "units");
        Assert.Equal(Sorted(Keys.Unit), Sorted(KeysOf(units.SelectMany(entry => ((Node.Sequence)entry.Value).Items))));
    }

    [Theory]
    [InlineData("a b", null)]
    [InlineData("-a", null)]
    [InlineData("a: b", null)]
    [InlineData("a", "b c")]
    [InlineData("a", "#b")]
    [InlineData("a", "")]
    [InlineData("a", "-b")]
    public void The_template_takes_no_name_that_would_break_it(string app, string? payload) =>
        Assert.Throws<ArgumentException>(() => InventoryTemplate.Text(app, payload));

    [Fact]
    public void The_page_s_examples_load()
    {
        var examples = Examples();
        Assert.Equal(5, examples.Count);
        Assert.All(examples, example => Assert.Empty(Yaml.Read(example).Faults));
    }

    [Fact]
    public void The_page_s_selectors_pick_what_it_says()
    {
        var inventory = Yaml.Load(Examples()[0]);
        var rows = Rows("Selectors");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(row.Right, inventory.NamesOf(row.Left)));
    }

    [Fact]
    public void The_page_s_durations_are_what_it_says()
    {
        var rows = Rows("Durations");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(
            TimeSpan.Parse(row.Right, System.Globalization.CultureInfo.InvariantCulture),
            Duration.TryParse(row.Left, out var duration) ? duration : TimeSpan.MinValue));
    }

    [Fact]
    public void The_page_lists_every_key()
    {
        Assert.All(Keys.File.Concat(Keys.Host).Concat(Keys.Suite).Concat(Keys.Unit), key => Assert.Contains(key, Page, StringComparison.Ordinal));
        var listed = Rows("Keys of the file").Select(row => row.Left).Concat(["defaults", "hosts", "groups", "suites"]);
        Assert.Equal(Sorted(Keys.File), Sorted(listed.Distinct()));
    }

    private static string SwitchedOn() => OptionalKey().Replace(InventoryTemplate.Text(), "$1");

    /// <summary>From a folder that has the file that it names.</summary>
    private static HostInventory LoadSwitchedOn()
    {
        var folder = Directory.CreateTempSubdirectory("rd-template-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "checks.txt"), "./check.sh\n");
            var file = Path.Combine(folder.FullName, "remotedeploy.yml");
            File.WriteAllText(file, SwitchedOn());
            return InventoryFile.Load(file).Value;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> keys) => keys.Order(StringComparer.Ordinal);

    private static IEnumerable<string> KeysOf(IEnumerable<Node> mappings) =>
        mappings.OfType<Node.Mapping>().SelectMany(mapping => mapping.Entries).Select(entry => entry.Key.Text).Distinct();

    private static Node Value(Node.Mapping mapping, string key) => mapping.Entries.Single(entry => entry.Key.Text == key).Value;

    private static List<string> Examples() => [.. Fence().Matches(Page).Select(match => match.Groups[1].Value)];

    /// <summary>First cell (a piece of code) and last cell of the rows of the tables under a heading.</summary>
    private static List<(string Left, string Right)> Rows(string heading)
    {
        var section = Page.Split("\n## ").Single(part => part.StartsWith(heading, StringComparison.Ordinal));
        return [.. Row().Matches(section).Select(match => (match.Groups[1].Value, match.Groups[2].Value))];
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RemoteDeploy.Tasks.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not lie in the repository.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^(\s*)#(?=[^\s#])", RegexOptions.Multiline, 5000)]
    private static partial Regex OptionalKey();

    [GeneratedRegex(@"```yaml\n(.*?)```", RegexOptions.Singleline, 5000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\| `([^`]+)`.*\| ([^|]*?) ?\|$", RegexOptions.Multiline, 5000)]
    private static partial Regex Row();
}
