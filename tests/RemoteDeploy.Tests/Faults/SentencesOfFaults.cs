using System.Text.RegularExpressions;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Faults;

public class SentencesOfFaults
{
    [Fact]
    public void Say_what_where_expected_found_and_what_to_try()
    {
        Fault[] faults =
        [
            new(FaultCatalog.PayloadEmpty, "The payload folder holds no file") { Path = "/build/out" },
            new(FaultCatalog.DigestDiffers, "A file on the host differs") { Host = "lab3", Path = "lib/app.dll", Expected = "900150983cd24fb0d6963f7d28e17f72 (3 bytes)", Found = "d41d8cd98f00b204e9800998ecf8427e (0 bytes)", Phase = Phase.Verify },
            new(FaultCatalog.HostLocked, "Another run holds the host") { Host = "lab3", Found = "run 20260101-000000-abcdef by ci@builder, for 12 s", Try = "Wait for it; a lock whose run died frees itself within a minute" },
            new(FaultCatalog.TestFailed, "Fleet.Tests.Greets failed") { Host = "lab3", Found = "Assert.Equal() Failure", Location = new SourceLocation("Tests.cs", 12) },
            new(FaultCatalog.UnknownHost, "No host is called 'lba1'.") { Try = "Did you mean lab1?" },
            new(FaultCatalog.BadRemotePath, "The base cannot be used") { Expected = "an absolute path, or one that starts with ~/", Found = "'x'" },
        ];

        ApprovedText.Verify(string.Join('\n', faults.Select(fault => fault.ToString())), "handful");
    }

    [Theory]
    [InlineData("A symbolic link leads out of the payload", "out", "A symbolic link leads out of the payload: out.")]
    [InlineData("A fetched file differs", "a", "A fetched file differs: a.")]
    [InlineData("The file lib/app.dll is gone", "lib/app.dll", "The file lib/app.dll is gone.")]
    public void Name_the_path_once_and_never_leave_it_out(string message, string path, string sentence) =>
        Assert.Equal(sentence, new Fault(FaultCatalog.BadRemotePath, message) { Path = path }.ToSentence());

    /// <summary>All texts of faults as a set: sentences that begin with a capital, and say what to do without ado.</summary>
    [Fact]
    public void Speak_with_one_voice()
    {
        var patience = TimeSpan.FromSeconds(5);
        var sources = Directory.EnumerateFiles(Path.Combine(Built.Repository, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Regex.IsMatch(file, @"[/\\](bin|obj)[/\\]", RegexOptions.None, patience))
            .Select(File.ReadAllText)
            .ToList();
        var messages = sources.SelectMany(text => Regex.Matches(text, @"(?:new Fault|Fault \w+\([^)]*\) =>\s+new)\(\s*FaultCatalog\.\w+,\s*\$?""((?:[^""\\]|\\.)*)""", RegexOptions.None, patience).Select(match => match.Groups[1].Value)).ToList();
        var advice = sources.SelectMany(text => Regex.Matches(text, @"\bTry = \$?""((?:[^""\\]|\\.)*)""", RegexOptions.None, patience).Select(match => match.Groups[1].Value)).ToList();

        Assert.InRange(messages.Count, 100, 1000);
        Assert.InRange(advice.Count, 100, 1000);
        Assert.All(messages.Concat(advice), text =>
        {
            Assert.DoesNotMatch("^[a-z]", text);
            Assert.DoesNotMatch(@"[.!]$", text);
            Assert.DoesNotMatch("(?i)\\b(please|sorry|oops|invalid|illegal|failed to|unable to|an error occurred)\\b", text);
        });
        Assert.All(FaultCatalog.All.SelectMany(page => new[] { page.Title, page.Cause, page.LeftBehind, page.Fix }), text => Assert.DoesNotMatch("(?i)\\b(please|sorry|oops|invalid|illegal|failed to|unable to|an error occurred)\\b", text));
    }

    /// <summary>The stage is named where it is news: that a connection failed while connecting is none.</summary>
    [Theory]
    [InlineData("RD1012", Phase.Copy, "h: at copy: It is so.")]
    [InlineData("RD1001", Phase.Copy, "h: at copy: It is so.")]
    [InlineData("RD1007", Phase.Connect, "h: at connect: It is so.")]
    [InlineData("RD1010", Phase.Probe, "h: at probe: It is so.")]
    [InlineData("RD2001", Phase.Activate, "h: at activate: It is so.")]
    [InlineData("RD3001", Phase.Verify, "h: at verify: It is so.")]
    [InlineData("RD1001", Phase.Connect, "h: It is so.")]
    [InlineData("RD1013", Phase.Lock, "h: It is so.")]
    [InlineData("RD1022", Phase.Copy, "h: It is so.")]
    [InlineData("RD2001", Phase.Verify, "h: It is so.")]
    [InlineData("RD3002", Phase.Run, "h: It is so.")]
    [InlineData("RD4002", Phase.Collect, "h: It is so.")]
    [InlineData("RD1026", Phase.Collect, "h: It is so.")]
    [InlineData("RD1008", Phase.Waiting, "h: It is so.")]
    [InlineData("RD0022", null, "h: It is so.")]
    public void Name_the_stage_where_the_code_does_not_say_it(string code, Phase? phase, string sentence)
    {
        var fault = new Fault(FaultCatalog.All.Single(page => page.Code.ToString() == code).Code, "It is so") { Host = "h", Phase = phase };

        Assert.Equal(sentence, fault.ToSentence());
        Assert.Equal(sentence.Contains(" at ", StringComparison.Ordinal) ? phase : null, fault.ToCause().Phase);
    }

    [Fact]
    public void Do_not_name_a_path_twice() =>
        Assert.Equal("The file x/y is gone.", new Fault(FaultCatalog.FileMissing, "The file x/y is gone") { Path = "x/y" }.ToSentence());

    [Theory]
    [InlineData("a.cs", 0, 0, "a.cs")]
    [InlineData("a.cs", 3, 0, "a.cs(3)")]
    [InlineData("a.cs", 3, 7, "a.cs(3,7)")]
    public void Name_places_as_build_servers_link_them(string file, int line, int column, string text) => Assert.Equal(text, new SourceLocation(file, line, column).ToString());

    [Fact]
    public void Give_the_exit_code_of_the_worst()
    {
        Assert.Equal(0, ExitCodes.Of([]));
        FaultCode[] worstFirst = [FaultCatalog.Bug, FaultCatalog.BadUsage, FaultCatalog.DigestDiffers, FaultCatalog.Unreachable, FaultCatalog.ZeroTests, FaultCatalog.TestFailed];
        int[] exitCodes = [70, 64, 20, 21, 8, 2];
        Assert.All(Enumerable.Range(0, worstFirst.Length), at => Assert.Equal(exitCodes[at], ExitCodes.Of(worstFirst[at..].Reverse().Select(code => new Fault(code, "x")))));
    }
}
