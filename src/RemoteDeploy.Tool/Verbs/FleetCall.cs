using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tool.Verbs;

/// <summary>What a verb asks of the engine.</summary>
/// <param name="Ask">Calls the engine.</param>
/// <param name="WouldDo">For <c>--dry-run</c>: what would be done, continued with the hosts, such as <c>put app.conf to /etc/app</c>.</param>
internal sealed record FleetCall(Func<DeployEngine, CancellationToken, Task<RunReport>> Ask, string WouldDo)
{
    /// <summary>True when <see cref="Ask"/> itself changes nothing, and so is right for <c>--dry-run</c> as well.</summary>
    public bool IsPlan { get; init; }

    /// <summary>Lines for people after the summary, such as the suites that would run.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
