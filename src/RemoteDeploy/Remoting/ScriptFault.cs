using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Remoting;

/// <summary>Turns the script's fault lines (<c>KEY words</c>) into faults. The words are the host's: made safe here.</summary>
internal static class ScriptFault
{
    /// <summary>What to do where nothing temporary can be written.</summary>
    public const string TemporaryRemedy = "Correct the owner and mode of /tmp there, or set TMPDIR where commands over ssh see it";

    /// <summary>Reads what stands after <c>fault </c>.</summary>
    public static Fault Of(string text)
    {
        var at = text.IndexOf(' ', StringComparison.Ordinal);
        var key = at < 0 ? text : text[..at];
        var words = SafeText.Line(at < 0 ? "" : text[(at + 1)..].Trim(), 500);
        return key switch
        {
            "write" or "tar" or "temporary" when IsSpace(words) => new Fault(FaultCatalog.NoSpace, "The disk of the host is full") { Found = words, Try = "Free space on the disk that the words name, the base's or that of temporary files; look at inodes too: df -h and df -i" },
            "write" or "tar" or "temporary" or "switch" when IsReadOnly(words) => new Fault(FaultCatalog.BaseNotWritable, "The disk of the host is read-only") { Found = words, Try = "Look at dmesg there: Linux makes a disk read-only when it meets errors on it; or choose another base" },
            "write" => new Fault(FaultCatalog.BaseNotWritable, "The host cannot write") { Found = words.Length > 0 ? words : "no words from it", Try = "Choose another base, or correct owner and mode" },
            "inway" => new Fault(FaultCatalog.BaseNotWritable, "Something is in the way of what is put") { Found = words, Try = "Move it away there, or choose another folder with --to; nothing was put" },
            "temporary" => new Fault(FaultCatalog.BaseNotWritable, "The host cannot make a temporary folder") { Found = words, Try = TemporaryRemedy },
            "tar" => new Fault(FaultCatalog.RemoteStepFailed, "Unpacking failed on the host") { Found = words.Length > 0 ? words : "no words from tar" },
            "locked" => LockedBy(words),
            "twice" => new Fault(FaultCatalog.HostLocked, "This run already works on this machine, under another name") { Found = words, Try = "Take one of the two names out of the hosts, or give one another base" },
            "locklost" => new Fault(FaultCatalog.LockLost, "The lock was lost") { Found = words, Try = "Run again" },
            "notlink" => new Fault(FaultCatalog.CurrentNotOurs, "'current' is not a link that RemoteDeploy made") { Path = words, Try = "Move it away, or choose another app or base" },
            "missing" => new Fault(FaultCatalog.RemotePathMissing, "The path is not on the host") { Path = words },
            "odd" => new Fault(FaultCatalog.RemotePathMissing, "The path is neither a file nor a folder, but a pipe, a socket or a device") { Path = words, Try = "Have the content written to a file there first" },
            "dangling" => new Fault(FaultCatalog.RemotePathMissing, "The path is a link that leads nowhere") { Path = words, Try = "Look where it leads with: remotedeploy exec --on HOST -- ls -l PATH" },
            "kept" => new Fault(FaultCatalog.RemoteStepFailed, "A file is still there after it was to be removed") { Path = words, Try = "Look at the owner and mode of its folder: it must be a file below the folder, reached by no link that leads out of it" },
            "notfolder" => new Fault(FaultCatalog.BadRemotePath, "The target is not a folder") { Path = words },
            "unsafe" => new Fault(FaultCatalog.RemoteStepFailed, "Something stands where only this run writes") { Found = words, Try = "Remove it by hand after a look at who made it" },
            "foreign" => new Fault(FaultCatalog.ForeignFolder, "A folder of the base is open to other users of the host") { Found = words, Expected = "folders that only this user can change", Try = "Choose another base, or correct owner and mode after a look at who made it" },
            "norelay" => new Fault(FaultCatalog.RemoteStepFailed, "The host cannot take the payload from another host") { Found = words },
            "relaykey" => new Fault(FaultCatalog.RelayKeyLeft, "A key of this run could not be removed from the authorized keys") { Found = words, Try = "Remove the line that ends with 'remotedeploy-relay' by hand" },
            "nojob" => new Fault(FaultCatalog.RemotePathMissing, "The job is not on the host any more") { Path = words, Try = "Its results were fetched already, or it was removed after a week" },
            "tools" => Lacks(words.Split(' ')),
            "noterminal" => new Fault(FaultCatalog.ToolMissing, "The host has no program that keeps a terminal") { Found = words, Try = "Install tmux there, or watch with: remotedeploy logs RUN -f" },
            "supervisor" => new Fault(FaultCatalog.SupervisorLost, "The supervisor of the job did not start") { Found = words.Length > 0 ? words : "no words from it" },
            "ended" => Ended(words),
            "hook" => new Fault(FaultCatalog.HookFailed, "The afterCopy command failed") { Found = words },
            "switch" => new Fault(FaultCatalog.RemoteStepFailed, "'current' could not be switched") { Found = words },
            _ => new Fault(FaultCatalog.RemoteStepFailed, "A step failed on the host") { Found = SafeText.Line(text, 500) },
        };
    }

    /// <summary>Of a host that lacks programs which the script cannot do without.</summary>
    public static Fault Lacks(IEnumerable<string> programs) => new(FaultCatalog.ToolMissing, $"The host lacks {SafeText.Line(string.Join(", ", programs))}")
    {
        Try = "Install it there, or put it on the PATH that commands over ssh have: it is often another one than that of a terminal",
    };

    // verb status
    private static Fault Ended(string words)
    {
        var status = words.Split(' ') is [_, var last] && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return new Fault(FaultCatalog.RemoteStepFailed, $"'{words.Split(' ')[0]}' was ended on the host before it had answered")
        {
            Found = Signal.NameOf(status - 128) ?? $"exit status {status}",
            Try = "Look for what ends processes there: memory that ran out (dmesg), limits of the account (ulimit -a)",
        };
    }

    private static bool IsReadOnly(string words) => words.Contains("Read-only file system", StringComparison.Ordinal);

    private static bool IsSpace(string words) =>
        words.Contains("No space left", StringComparison.Ordinal) || words.Contains("quota exceeded", StringComparison.OrdinalIgnoreCase)
        || words.Contains("File too large", StringComparison.Ordinal)

        // The last words of GNU tar when a block fits in part.
        || words.Contains("Wrote only", StringComparison.Ordinal);

    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    // run|pid|start|namespace|boot|machine|since|who|now=seconds
    private static Fault LockedBy(string words)
    {
        var parts = words.Split('|');
        var age = parts.Length >= 9 && TryNumber(parts[6], out var since) && parts[^1].StartsWith("now=", StringComparison.Ordinal) && TryNumber(parts[^1]["now=".Length..], out var now) && now >= since
            ? string.Create(CultureInfo.InvariantCulture, $", for {now - since} s")
            : "";
        return new Fault(FaultCatalog.HostLocked, "Another run holds the host")
        {
            Found = parts.Length >= 9 ? $"run {parts[0]} by {parts[7]}{age}" : words,
            Try = "Wait for it; a lock whose run died frees itself within a minute",
        };
    }
}
