using System.CommandLine;
using RemoteDeploy.Planning;

namespace RemoteDeploy.Tool.CommandLine;

/// <summary>The options of verbs that ship a release.</summary>
internal sealed class ReleaseOptions
{
    public Option<FailureAllowance?> AllowFailures { get; } = ValueOption.Allowance(
        "--allow-failures",
        "Switch the other hosts although so many fail; the exit code still tells [default: 0]");

    public Option<int?> Keep { get; } = ValueOption.Count("--keep", "Releases kept on each host, the active one included [default: 3]");

    public Option<RelayMode?> Relay { get; } = ValueOption.Relay(
        "--relay",
        "Whether hosts pass the payload on to each other, or each is sent it from here [default: auto, as is faster]");

    public Option<string?> Release { get; } = new("--release") { Description = "Version put before the digest in the release's name", HelpName = "VERSION" };

    public Option<VerifyMode?> Verify { get; } = ValueOption.Verify(
        "--verify",
        "Files that a host verified before: recorded reads those again that were written since, full reads all [default: recorded]");

    public void AddTo(Command verb)
    {
        verb.Add(AllowFailures);
        verb.Add(Keep);
        verb.Add(Relay);
        verb.Add(Release);
        verb.Add(Verify);
    }
}
