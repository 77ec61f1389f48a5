using System.CommandLine;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.Benchmarks.Shaped;

/// <summary><c>shaped</c>: ours against what people use today, where the cables are the limit.</summary>
internal static class ShapedCommand
{
    private static readonly Option<int> Hosts = new("--hosts") { Description = "Hosts of all scenarios but 'many' (4) and '16'", DefaultValueFactory = _ => 8 };
    private static readonly Option<string?> Rate = new("--rate") { Description = "Rate of every cable, as tc writes it, or 'unshaped' [default: 50mbit, and 25mbit for '16']" };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Times that everything is measured; the median is printed", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Only = new("--only") { Description = "Only contestants that have this in their name" };
    private static readonly Option<bool> Slow = new("--slow") { Description = "Also run contestants that send a copy to each host; without it their least time is computed from the rate" };
    private static readonly Option<string?> Tool = new("--tool") { Description = "A built dotnet-remotedeploy.dll [default: built first]" };
    private static readonly Option<string[]> Ours = new("--ours") { Description = "Options for our tool, such as \"--relay chain\"; repeatable, a contestant each", DefaultValueFactory = _ => [""] };
    private static readonly Option<string[]> Scenario = new("--scenario")
    {
        Description = "cold, repeat, touched, changed, many, 16; repeatable [default: all but 16]",
        DefaultValueFactory = _ => [.. ShapedSettings.DefaultScenarios],
        AllowMultipleArgumentsPerToken = true,
    };

    public static RootCommand Create()
    {
        Scenario.AcceptOnlyFromAmong([.. ShapedSettings.DefaultScenarios, "16"]);
        Rate.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } rate && rate != ShapedSettings.NoLimit && !LinkRate.TryParse(rate, out _))
            {
                result.AddError($"--rate {rate}: write a whole number and kbit, mbit or gbit, such as 50mbit, or {ShapedSettings.NoLimit}.");
            }
        });
        var command = new RootCommand("shaped: builds hosts behind cables of a given rate and prints a table for each scenario. Linux, as root.")
        {
            Hosts, Rate, Rounds, Only, Scenario, Slow, Ours, Tool,
        };
        command.SetAction((parse, _) => RunAsync(parse));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse)
    {
        if (ShapedFleet.WhyNot() is { } reason)
        {
            await Console.Error.WriteLineAsync($"Cannot run: {reason}");
            return 64;
        }

        var settings = new ShapedSettings
        {
            Hosts = parse.GetValue(Hosts),
            Rate = parse.GetValue(Rate),
            Rounds = parse.GetValue(Rounds),
            Only = parse.GetValue(Only),
            Scenarios = parse.GetValue(Scenario)!,
            Slow = parse.GetValue(Slow),
            Ours = parse.GetValue(Ours)!,
        };
        using var workspace = new Workspace();
        using var build = new TemporaryFolder();
        var tool = parse.GetValue(Tool) is { } path ? Path.GetFullPath(path) : await PublishedTool.BuildAsync(build.Path);
        return await new ShapedBenchmark(settings, tool).RunAsync() ? 0 : 1;
    }
}
