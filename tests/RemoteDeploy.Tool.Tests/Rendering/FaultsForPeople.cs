using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.Tool.Rendering;

namespace RemoteDeploy.Tool.Tests.Rendering;

public sealed class FaultsForPeople
{
    private static List<string> Lines(params IEnumerable<Fault> faults) => [.. FaultLines.Of(faults, "/work", Ink.None)];

    [Fact]
    public void Name_code_host_difference_and_what_to_try() => Assert.Equal(
        ["error RD2001: lab03: The file differs: bin/app.dll; expected 1234, found 5678.", "  Try: Deploy again"],
        Lines(new Fault(FaultCatalog.DigestDiffers, "The file differs") { Host = "lab03", Path = "bin/app.dll", Expected = "1234", Found = "5678", Try = "Deploy again" }));

    [Fact]
    public void Begin_with_the_place_in_the_file() => Assert.StartsWith(
        "lab/all.yml(3,7): error RD0006: The key keeep does not exist.",
        Lines(new Fault(FaultCatalog.UnknownKey, "The key keeep does not exist") { Location = new SourceLocation("/work/lab/all.yml", 3, 7) })[0],
        StringComparison.Ordinal);

    [Fact]
    public void Are_said_once_for_many_hosts() => Assert.Equal(
        ["error RD1012: on 13 hosts: lab[01-12],web: The disk is full.", "  Try: Free space"],
        Lines(Enumerable.Range(1, 12).Select(number => $"lab{number:00}").Append("web")
            .Select(host => new Fault(FaultCatalog.NoSpace, "The disk is full") { Host = host, Try = "Free space" })));

    [Fact]
    public void Are_said_once_for_each_stage_that_is_told() => Assert.Equal(
        ["error RD1012: on 2 hosts: a,b: at copy: The disk is full.", "  Try: Free space", "error RD1012: c: at verify: The disk is full."],
        Lines(new[] { ("a", Phase.Copy), ("b", Phase.Copy), ("c", Phase.Verify) }
            .Select(one => new Fault(FaultCatalog.NoSpace, "The disk is full") { Host = one.Item1, Phase = one.Item2, Try = "Free space" })));

    [Fact]
    public void Are_said_once_for_stages_that_the_code_implies() => Assert.Equal(
        ["error RD3001: on 2 hosts: a,b: It failed.", "  Try: Look"],
        Lines(new[] { ("a", Phase.Run), ("b", Phase.Collect) }
            .Select(one => new Fault(FaultCatalog.CommandFailed, "It failed") { Host = one.Item1, Phase = one.Item2, Try = "Look" })));

    [Fact]
    public void Advise_from_the_catalog_when_they_have_no_advice_of_their_own() =>
        Assert.Equal("  Try: ssh HOST true. Start sshd, or correct address and port.", Lines(new Fault(FaultCatalog.Unreachable, "No route") { Host = "a" })[1]);

    [Fact]
    public void Of_one_code_are_counted_when_there_are_very_many()
    {
        var lines = Lines(Enumerable.Range(1, 1000).Select(number => new Fault(FaultCatalog.FileMissing, "A file is missing") { Host = "a", Path = $"f{number}", Try = "Deploy" }));

        Assert.Equal(FaultLines.CausesOfACode + 2, lines.Count);
        Assert.Equal("  … and 988 more errors RD2002; --json and the run folder have all", lines[^1]);
    }

    [Fact]
    public void Cannot_write_to_the_terminal_or_command_the_build_server()
    {
        var lines = Lines(new Fault(FaultCatalog.CommandFailed, "It said \e[2J##vso[x]") { Host = "a\e]0;b", Path = "c\nd", Expected = "\a", Found = "\u202E", Try = "\e[1m" });

        Assert.DoesNotContain(lines, line => line.Any(char.IsControl) || line.Contains("##vso", StringComparison.Ordinal) || line.Contains('\u202E', StringComparison.Ordinal));
    }
}
