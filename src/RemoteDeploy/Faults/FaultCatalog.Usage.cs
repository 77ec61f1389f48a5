namespace RemoteDeploy.Faults;

public static partial class FaultCatalog
{
    /// <summary>RD0001: MSBuild is too old.</summary>
    public static FaultCode MSBuildTooOld { get; } = new(1);

    /// <summary>RD0002: the request does not make sense.</summary>
    public static FaultCode BadUsage { get; } = new(2);

    /// <summary>RD0003: no ssh client on this machine.</summary>
    public static FaultCode NoSshClient { get; } = new(3);

    /// <summary>RD0004: the inventory file is not there.</summary>
    public static FaultCode InventoryNotFound { get; } = new(4);

    /// <summary>RD0005: the inventory is not well-formed.</summary>
    public static FaultCode InventoryDoesNotParse { get; } = new(5);

    /// <summary>RD0006: the inventory has a key that does not exist.</summary>
    public static FaultCode UnknownKey { get; } = new(6);

    /// <summary>RD0007: the inventory has a value that cannot be.</summary>
    public static FaultCode BadValue { get; } = new(7);

    /// <summary>RD0008: a host is not in the inventory.</summary>
    public static FaultCode UnknownHost { get; } = new(8);

    /// <summary>RD0009: the selector does not parse.</summary>
    public static FaultCode BadSelector { get; } = new(9);

    /// <summary>RD0010: a secret stands in a property.</summary>
    public static FaultCode SecretInProperty { get; } = new(10);

    /// <summary>RD0011: the selector picks no host.</summary>
    public static FaultCode NothingSelected { get; } = new(11);

    /// <summary>RD0012: no host was given.</summary>
    public static FaultCode NoHosts { get; } = new(12);

    /// <summary>RD0013: the payload is not there.</summary>
    public static FaultCode PayloadMissing { get; } = new(13);

    /// <summary>RD0014: the payload is empty.</summary>
    public static FaultCode PayloadEmpty { get; } = new(14);

    /// <summary>RD0015: a payload file cannot be read.</summary>
    public static FaultCode PayloadUnreadable { get; } = new(15);

    /// <summary>RD0016: the payload has something that cannot be shipped.</summary>
    public static FaultCode PayloadUnsupported { get; } = new(16);

    /// <summary>RD0017: a file name cannot be shipped.</summary>
    public static FaultCode BadFileName { get; } = new(17);

    /// <summary>RD0018: two things would get the same name.</summary>
    public static FaultCode NameCollision { get; } = new(18);

    /// <summary>RD0019: a path or name on the host cannot be used.</summary>
    public static FaultCode BadRemotePath { get; } = new(19);

    /// <summary>RD0020: a suite cannot be run as it is written.</summary>
    public static FaultCode BadSuite { get; } = new(20);

    /// <summary>RD0021: there is no such fault code.</summary>
    public static FaultCode UnknownCode { get; } = new(21);

    /// <summary>RD0022: this machine cannot write a file.</summary>
    public static FaultCode CannotWriteHere { get; } = new(22);

    /// <summary>RD0023: local hosts cannot be played here.</summary>
    public static FaultCode LocalHostUnsupported { get; } = new(23);

    /// <summary>RD0024: there is no such run.</summary>
    public static FaultCode UnknownRun { get; } = new(24);

    /// <summary>RD0025: another process is at work on the run.</summary>
    public static FaultCode RunBusy { get; } = new(25);

    /// <summary>RD0026: the durations of earlier runs cannot be read.</summary>
    public static FaultCode BadHistory { get; } = new(26);

    private static FaultDescriptor[] Usage =>
    [
        new(
            MSBuildTooOld,
            "MSBuild is too old",
            "RemoteDeploy.Tasks was loaded by an MSBuild before 18.0 (Visual Studio 2022 or an SDK before 10).",
            "Nothing was contacted or written.",
            "Build with the .NET 10 SDK (dotnet build) or Visual Studio 2026."),
        new(
            BadUsage,
            "The request does not make sense",
            "An option, argument, property or item is missing, unknown, or has a value it cannot have.",
            "Nothing was contacted or written.",
            "Correct the value that the message names; --help lists options."),
        new(
            NoSshClient,
            "No ssh client on this machine",
            "The hosts are reached with the OpenSSH client, and no ssh program could be started.",
            "Nothing was contacted or written.",
            "Install the OpenSSH client (Debian: apt install openssh-client; Windows: Add optional feature, OpenSSH Client)."),
        new(
            InventoryNotFound,
            "The inventory file is not there",
            "The file named by -i/--inventory, RemoteInventory or found by name cannot be opened.",
            "Nothing was contacted or written.",
            "Correct the path, or write a first file with: dotnet remotedeploy init"),
        new(
            InventoryDoesNotParse,
            "The inventory is not well-formed",
            "The YAML or JSON text of the file breaks off or is malformed; anchors and aliases are refused.",
            "Nothing was contacted or written.",
            "Open the file at the line and column of the message."),
        new(
            UnknownKey,
            "The inventory has a key that does not exist",
            "A key is misspelled or stands at the wrong level.",
            "Nothing was contacted or written.",
            "Use the key that the message suggests; dotnet remotedeploy init writes a file with every key."),
        new(
            BadValue,
            "The inventory has a value that cannot be",
            "A number, duration, range, digest or name in the file has a form or size that is not accepted.",
            "Nothing was contacted or written.",
            "Correct the value at the line and column of the message."),
        new(
            UnknownHost,
            "A host is not in the inventory",
            "A selector names a host, group or tag that the inventory does not have.",
            "Nothing was contacted or written.",
            "Use the name that the message suggests; dotnet remotedeploy hosts lists all. A host outside the inventory is written user@host, host:port or ssh://host."),
        new(
            BadSelector,
            "The selector does not parse",
            "A selector is patterns joined with , (or), & (and) and ! (but not); a pattern is a name, a range lab[01-40], a glob lab*, or @group-or-tag.",
            "Nothing was contacted or written.",
            "Correct the selector at the place that the message shows; quote it, because shells read & and !."),
        new(
            SecretInProperty,
            "A secret stands in a property",
            "A property named RemoteDeploy…Password or …Token is set. Properties are written to binary logs in clear text.",
            "Nothing was contacted or written; the secret may already be in logs.",
            "Use keys, certificates or an agent. Change the secret when a log with it was shared."),
        new(
            NothingSelected,
            "The selector picks no host",
            "A range, glob or label of the selector matches no host, or its parts together leave none.",
            "Nothing was contacted or written.",
            "Try the selector with: dotnet remotedeploy hosts --on SELECTOR"),
        new(
            NoHosts,
            "No host was given",
            "There is neither an inventory with hosts nor a selector nor a RemoteHost item.",
            "Nothing was contacted or written.",
            "Give hosts with --on, an inventory, or <RemoteHost Include=\"...\" />."),
        new(
            PayloadMissing,
            "The payload is not there",
            "The folder or file to ship does not exist or is of the wrong kind.",
            "Nothing was contacted or written.",
            "Check the path in the message; what a build makes has to be built or published first."),
        new(
            PayloadEmpty,
            "The payload is empty",
            "The folder to ship holds no file. A deploy of nothing is never what was meant.",
            "Nothing was contacted or written.",
            "Check that the build wrote its output to this folder."),
        new(
            PayloadUnreadable,
            "A payload file cannot be read",
            "This user may not read a file or folder of the payload, or it vanished while it was read.",
            "Nothing was contacted or written.",
            "Correct the permissions of the path in the message."),
        new(
            PayloadUnsupported,
            "The payload has something that cannot be shipped",
            "A named pipe, socket or device, or a symbolic link that leads out of the payload.",
            "Nothing was contacted or written.",
            "Remove it from the folder; replace the link by what it points at."),
        new(
            BadFileName,
            "A file name cannot be shipped",
            "A name is not valid UTF-8, or a path is longer than hosts can hold (255 bytes a name, 4,000 bytes a path).",
            "Nothing was contacted or written.",
            "Rename the file."),
        new(
            NameCollision,
            "Two things would get the same name",
            "Two sources of a put have the same name, two hosts of a run have the same name or are the same folder, or two suites do.",
            "Nothing was contacted or written.",
            "Rename one, or run twice."),
        new(
            BadRemotePath,
            "A path or name on the host cannot be used",
            "An application or release name with characters other than letters, digits, . _ + -, or a base or target that is neither absolute nor starts with ~/.",
            "Nothing was contacted or written.",
            "Correct the name or path in the message."),
        new(
            BadSuite,
            "A suite cannot be run as it is written",
            "It names neither a test assembly nor a command, both, or a test assembly that the payload does not hold; or there is no suite at all.",
            "Nothing was contacted or written.",
            "Correct the suite at the place in the message."),
        new(
            UnknownCode,
            "There is no such fault code",
            "explain was asked for a code that does not exist.",
            "Nothing was contacted or written.",
            "dotnet remotedeploy explain lists all codes."),
        new(
            CannotWriteHere,
            "This machine cannot write a file",
            "The run folder, a results folder or the target of a get cannot be written.",
            "Hosts are as the report says; results may be missing here.",
            "Correct the permissions or free space at the path in the message."),
        new(
            LocalHostUnsupported,
            "Local hosts cannot be played here",
            "local: hosts run their scripts with /bin/sh, and this machine has none (Windows without a POSIX shell).",
            "Nothing was contacted or written.",
            "Use SSH hosts."),
        new(
            UnknownRun,
            "There is no such run here",
            "No run folder of that name is below .remotedeploy/runs/, several begin with it, or it lacks what was asked for: attach needs suites, report a summary.",
            "Nothing was contacted or written.",
            "Look into .remotedeploy/runs/, or name the folder that holds it with its inventory: --inventory FILE. 'last' is the latest run, for jobs the latest that came to have any."),
        new(
            RunBusy,
            "Another process is at work on the run",
            "The process that started the run is still there, or another attach follows it already.",
            "Nothing was changed.",
            "Watch it with remotedeploy logs RUN -f, or end that process first."),
        new(
            BadHistory,
            "The durations of earlier runs cannot be read",
            "The file that durations of test units are kept in is of another version, damaged, or may not be read.",
            "The file is as it was.",
            "Remove the file: it is made anew, and the next run is scheduled without it."),
    ];
}
