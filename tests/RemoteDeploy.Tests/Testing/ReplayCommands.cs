using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Planning;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tests.Testing;

public class ReplayCommands
{
    private static readonly Host Lab = new() { Name = "lab1", Address = "lab1", Location = new SourceLocation("/w/remotedeploy.yml", 3) };

    private static readonly FleetRequest Request = new() { Hosts = [Lab], App = "web" };

    [Fact]
    public void Name_suites_of_an_inventory_file() => Assert.Equal(
        "dotnet remotedeploy test -i /w/remotedeploy.yml --app web --on lab1 --suite 'my suite'",
        ReplayCommand.Of(Request, Lab, new TestSuite { Name = "my suite", TestAssembly = "X.dll", Location = new SourceLocation("/w/remotedeploy.yml", 9) }));

    [Fact]
    public void Spell_out_suites_of_a_project() => Assert.Equal(
        "dotnet remotedeploy test -F /w/config --app web --base /srv/x --on u@h:22 --tests X.Tests.dll",
        ReplayCommand.Of(Request with { SshConfig = "/w/config", Base = "/srv/x" }, new Host { Name = "u@h:22", Address = "h" }, new TestSuite { Name = "s", TestAssembly = "X.Tests.dll", Location = new SourceLocation("/w/X.csproj", 9) }));

    [Fact]
    public void Name_the_test_of_a_program() => Assert.Equal(
        "dotnet remotedeploy test -i /w/remotedeploy.yml --app web --on lab1 --suite s --filter 'FullyQualifiedName=N.C+D.Adds\\(x\\)'",
        ReplayCommand.Of(
            Request,
            Lab,
            new TestSuite { Name = "s", TestAssembly = "X.dll", Location = new SourceLocation("/w/remotedeploy.yml", 9) },
            new RemoteDeploy.Testing.TestResult("N.C.Adds(1)", TestOutcome.Failed, TimeSpan.Zero) { Class = "N.C+D", Method = "Adds(x)" }));

    [Fact]
    public void Name_no_test_that_cannot_be_picked()
    {
        var failed = new RemoteDeploy.Testing.TestResult("t", TestOutcome.Failed, TimeSpan.Zero);

        Assert.DoesNotContain("--filter", ReplayCommand.Of(Request, Lab, new TestSuite { Name = "s", TestAssembly = "X.dll" }, failed), StringComparison.Ordinal);
        Assert.DoesNotContain("--filter", ReplayCommand.Of(Request, Lab, new TestSuite { Name = "s", Command = "./x" }, failed with { Class = "C", Method = "M" }), StringComparison.Ordinal);
    }

    /// <summary>A shell takes off the outer quotes, and the tool then splits the command into the words that it had.</summary>
    [Fact]
    public void Keep_every_word_of_a_command() => Prop.ForAll<NonNull<string>, NonNull<string>>((one, other) =>
    {
        var (first, second) = (one.Get.Replace("\0", "", StringComparison.Ordinal), other.Get.Replace("\0", "", StringComparison.Ordinal));
        var line = ReplayCommand.Of(Request, Lab with { Location = null }, new TestSuite { Name = "s", Command = "./x", Arguments = [first, second] });
        return ShellWords.TrySplit(line, out var words, out _) && ShellWords.TrySplit(words[^1], out var command, out _) && command.SequenceEqual(["./x", first, second]);
    }).QuickCheckThrowOnFailure();
}
