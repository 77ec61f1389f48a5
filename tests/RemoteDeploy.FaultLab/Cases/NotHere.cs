using RemoteDeploy.TestSupport;

namespace RemoteDeploy.FaultLab.Cases;

/// <summary>Rows of the fault table that cannot be injected into hosts of this lab, and why.</summary>
internal static class NotHere
{
    public static async Task<IReadOnlyList<Verdict>> ListAsync() =>
    [
        new("31", "sshd penalises whoever fails to log in") { Skipped = $"needs the sshd of OpenSSH 9.8 or later; here is {(await Programs.RunAsync("ssh", "-V")).Error.Trim()}" },
        new("54", "logind kills what a user leaves behind") { Skipped = "hosts of the lab have no logind: sshd is their first process" },
    ];
}
