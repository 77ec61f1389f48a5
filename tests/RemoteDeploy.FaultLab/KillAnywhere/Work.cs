using RemoteDeploy.FaultLab.Activities;

namespace RemoteDeploy.FaultLab.KillAnywhere;

/// <summary>What the tool is at when it, or something that it needs, is killed.</summary>
/// <param name="Name">What is printed.</param>
/// <param name="Begin">How it is seen from outside; one for each round.</param>
/// <param name="Strikes">What may be killed.</param>
internal sealed record Work(string Name, Func<Activity> Begin, IReadOnlyList<Strike> Strikes)
{
    // A second and a half of copying, so that many instants are in the midst of it.
    private const string Rate = "40mbit";

    private static readonly Strike[] Everywhere = [Strike.Controller, Strike.Sessions, Strike.Cable];

    /// <summary>Options of the tool besides those that the verb needs.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>All works, each with all that may be killed.</summary>
    public static IReadOnlyList<Work> All { get; } =
    [
        new("deploy", () => new Deploying(), Everywhere),
        new("chain", () => new Deploying(), Everywhere) { Options = ["--relay", "chain"] },
        new("rollback", () => new RollingBack(), Everywhere),
        new("test", () => new CountedTesting(shared: false), [.. Everywhere, Strike.Supervisor]),
        new("pool", () => new CountedTesting(shared: true), [.. Everywhere, Strike.Supervisor]),
    ];

    /// <summary>A lab for one round.</summary>
    public Task<Scene> SetAsync(string tool) =>
        Scene.SetAsync(new FaultCase("kill", Name) { Rate = Rate, Options = Options, Expect = Expectation.Unharmed }, Begin(), tool);
}
