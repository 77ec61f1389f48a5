using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Faults;
using RemoteDeploy.Results;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tests.Results;

/// <summary>Whatever is cut off a file, it is unreadable or contradicts itself, or it still has every test. TAP knows by its plan alone, so a plan must be there.</summary>
public sealed class CutOffFiles : IDisposable
{
    private readonly ResultText file = new("cut");

    public void Dispose() => file.Dispose();

    [Theory]
    [MemberData(nameof(ResultSamples.All), MemberType = typeof(ResultSamples))]
    public void Never_pass_for_fewer_tests(string format, string text)
    {
        var whole = file.Read(text).Value.Tests.Count;
        var content = Encoding.UTF8.GetBytes(text);

        Assert.All(Enumerable.Range(0, content.Length), length => Assert.True(IsNoticed(format, file.Read(content[..length]), whole), $"cut at {length}"));
    }

    [Fact]
    public void Of_any_tap_never_pass_for_fewer_tests() => Prop.ForAll<bool[], PositiveInt, bool>((outcomes, cut, planFirst) =>
    {
        var plan = $"1..{outcomes.Length}\n";
        var points = string.Concat(outcomes.Select((ok, i) => $"{(ok ? "ok" : "not ok")} {i + 1} - test {i + 1}\n"));
        var text = planFirst ? plan + points : points + plan;
        return IsNoticed("tap", file.Read(text[..(cut.Get % text.Length)]), outcomes.Length);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void With_lines_taken_out_are_noticed() => Prop.ForAll<PositiveInt, PositiveInt>((tests, taken) =>
    {
        var points = Enumerable.Range(1, tests.Get).Select(number => $"ok {number} - test").ToList();
        points.RemoveAt(taken.Get % tests.Get);
        return IsNoticed("tap", file.Read($"1..{tests.Get}\n{string.Join('\n', points)}\n"), tests.Get);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(ResultSamples.All), MemberType = typeof(ResultSamples))]
    public void With_a_byte_changed_never_make_the_reader_throw(string format, string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        Prop.ForAll<int, byte, byte>((at, value, other) =>
        {
            var damaged = content.ToArray();
            damaged[(at & 0x7fffffff) % content.Length] = value;
            damaged[(at & 0xffffff) * 31 % content.Length] = other;
            var read = file.Read(damaged);
            return read.Succeeded || read.Faults.All(fault => fault.Code == FaultCatalog.ResultsUnreadable);
        }).QuickCheckThrowOnFailure();
        Assert.True(file.Read(text).Succeeded, format);
    }

    private static bool IsNoticed(string name, Attempt<ResultFile> read, int tests) =>
        !read.TryGet(out var result, out var faults)
            ? faults.All(fault => fault.Code == FaultCatalog.ResultsUnreadable)
            : result.Tests.Count >= tests || ResultChecks.Of(name, result).Any(fault => fault.Code == FaultCatalog.ResultsContradict);
}
