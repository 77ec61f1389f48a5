using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Faults;
using RemoteDeploy.Results;

namespace RemoteDeploy.Tests.Results;

public sealed class HostileResultFiles : IDisposable
{
    private const string Green = "<TestRun><Results><UnitTestResult testName='A' outcome='Passed'/></Results><ResultSummary><Counters total='1'/></ResultSummary></TestRun>";
    private readonly ResultText file = new("hostile.trx");

    public void Dispose() => file.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("no xml at all")]
    [InlineData("<TestRun>")]
    [InlineData("<html></html>")]
    [InlineData("<TestRun/><TestRun/>")]
    [InlineData("<!DOCTYPE TestRun SYSTEM 'file:///etc/passwd'><TestRun/>")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><TestRun>&e;</TestRun>")]
    [InlineData("<?xml version='1.0' encoding='no-such-encoding'?><TestRun/>")]
    [InlineData("<?xml version='9.9'?><TestRun/>")]
    [InlineData("<TestRun>&#0;</TestRun>")]
    [InlineData("<a:TestRun/>")]
    public void Are_refused(string text) => Assert.Equal([FaultCatalog.ResultsUnreadable], file.Read(text).Faults.Select(fault => fault.Code));

    [Fact]
    public void With_entities_that_multiply_are_refused()
    {
        var bomb = new StringBuilder("<!DOCTYPE b [<!ENTITY a0 'ha'>");
        for (var level = 1; level < 40; level++)
        {
            bomb.Append($"<!ENTITY a{level} '&a{level - 1};&a{level - 1};'>");
        }

        Are_refused(bomb.Append("]><TestRun>&a39;</TestRun>").ToString());
    }

    [Theory]
    [InlineData("<a>")]
    [InlineData("<TestRun>")]
    public void Nested_a_million_deep_are_refused(string opening) => Are_refused(string.Concat(Enumerable.Repeat(opening, 1_000_000)));

    [Theory]
    [InlineData("{\"a\":")]
    [InlineData("[")]
    [InlineData("{\"results\":{\"tests\":[[")]
    public void Of_json_nested_a_million_deep_are_refused(string opening) => Are_refused(string.Concat(Enumerable.Repeat(opening, 1_000_000)));

    [Fact]
    public void With_more_in_one_test_than_a_test_has_are_refused() =>
        Are_refused("<testsuite tests='1'><testcase name='a'>" + string.Concat(Enumerable.Repeat("<a/>", 300_000)) + "</testcase></testsuite>");

    [Theory]
    [InlineData("<assembly total='1'>", "<test/>", "</assembly>")]
    [InlineData("<testsuite>", "<testcase/>", "</testsuite>")]
    [InlineData("{\"results\":{\"tests\":[{}", ",{}", "]}}")]
    [InlineData("1..600000\n", "ok\n", "")]
    public void With_more_tests_than_a_suite_has_are_refused(string head, string test, string tail) =>
        Are_refused(new StringBuilder(head).Insert(head.Length, test, 600_000).Append(tail).ToString());

    [Fact]
    public void Of_a_file_that_is_too_large_are_refused_and_the_size_is_to_blame()
    {
        using (var large = File.Create(file.Path))
        {
            large.SetLength(ResultReader.MaxBytes + 1);
        }

        Assert.Equal(ResultReader.Smaller, Assert.Single(ResultReader.Read(file.Path).Faults).Try);
    }

    [Fact]
    public void Of_a_file_that_is_gone_are_refused() => Assert.False(ResultReader.Read(file.Path + ".gone").Succeeded);

    [Fact]
    public void Cut_off_anywhere_are_refused() =>
        Assert.All(Enumerable.Range(0, Green.Length), length => Assert.False(file.Read(Green[..length]).Succeeded));

    [Fact]
    public void Of_random_bytes_are_refused_or_contradict_themselves() => Prop.ForAll<byte[]>(content => !file.Read(content).TryGet(out var result, out _) || ResultChecks.Of("random", result).Any()).QuickCheckThrowOnFailure();

    [Fact]
    public void With_random_damage_are_refused_or_read_but_never_crash() => Prop.ForAll<int, byte>((at, value) =>
    {
        var content = Encoding.UTF8.GetBytes(Green);
        content[(at & 0x7fffffff) % content.Length] = value;
        var read = file.Read(content);
        return read.Succeeded || read.Faults.All(fault => fault.Code == FaultCatalog.ResultsUnreadable);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Name_the_file_and_say_nothing_that_a_terminal_obeys()
    {
        var fault = Assert.Single(file.Read("<\u0085evil\u202e/>").Faults);

        Assert.Equal("hostile.trx", fault.Path);
        Assert.DoesNotContain(fault.ToSentence(), character => char.IsControl(character) || character == '\u202e');
    }
}
