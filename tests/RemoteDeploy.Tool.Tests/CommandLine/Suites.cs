namespace RemoteDeploy.Tool.Tests.CommandLine;

/// <summary>What <c>test</c> would run, as its dry run says.</summary>
public sealed class Suites : IDisposable
{
    private readonly Folder folder = new();

    public Suites() => folder.Write("remotedeploy.yml", "hosts: [local:a]\nsuites:\n  unit: {tests: X.Tests.dll}\n  smoke: {command: ./smoke.sh}\n");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", "suites unit, smoke ")]
    [InlineData("--suite smoke", "suite smoke ")]
    [InlineData("--suite smoke --suite unit", "suites unit, smoke ")]
    [InlineData("--tests A.Tests.dll --tests B.Tests.dll", "suites A.Tests, B.Tests ")]
    [InlineData("--command ./other.sh --results-glob out/*.trx --suite-timeout 5m", "suite other ")]
    public async Task Are_those_asked_for(string options, string run)
    {
        var call = await ToolCall.RunAsync(folder.Path, ["test", "--dry-run", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(0, call.ExitCode);
        Assert.Contains("would run " + run, call.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--suite somke", "RD0002", "smoke?")]
    [InlineData("--suite unit --tests A.dll", "RD0002", "--suite picks")]
    [InlineData("--results-glob x", "RD0002", "--command")]
    [InlineData("--suite-timeout 5m", "RD0002", "--tests")]
    [InlineData("--command 'x", "RD0002", "not closed")]
    [InlineData("-i none.yml", "RD0020", "--tests")]
    public async Task Are_refused_when_they_make_no_sense(string options, string code, string hint)
    {
        folder.Write("none.yml", "hosts: [local:a]\n");
        var call = await ToolCall.RunAsync(folder.Path, ["test", "--dry-run", .. options.Split(' ')]);

        Assert.Equal(64, call.ExitCode);
        Assert.Contains($"error {code}:", call.Error, StringComparison.Ordinal);
        Assert.Contains(hint, call.Error, StringComparison.Ordinal);
    }
}
