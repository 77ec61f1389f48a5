namespace RemoteDeploy.Faults;

public static partial class FaultCatalog
{
    /// <summary>RD1001: the host does not answer.</summary>
    public static FaultCode Unreachable { get; } = new(1001);

    /// <summary>RD1002: the host name is not known.</summary>
    public static FaultCode NameNotResolved { get; } = new(1002);

    /// <summary>RD1003: connecting takes too long.</summary>
    public static FaultCode ConnectTimedOut { get; } = new(1003);

    /// <summary>RD1004: the host refuses the login.</summary>
    public static FaultCode AuthenticationRefused { get; } = new(1004);

    /// <summary>RD1005: the host key is not known.</summary>
    public static FaultCode HostKeyUnknown { get; } = new(1005);

    /// <summary>RD1006: the host key has changed.</summary>
    public static FaultCode HostKeyChanged { get; } = new(1006);

    /// <summary>RD1007: the connection was lost.</summary>
    public static FaultCode ConnectionLost { get; } = new(1007);

    /// <summary>RD1008: the host stopped answering.</summary>
    public static FaultCode HostStalled { get; } = new(1008);

    /// <summary>RD1009: the login shell is not usable.</summary>
    public static FaultCode ShellUnusable { get; } = new(1009);

    /// <summary>RD1010: a tool is missing on the host.</summary>
    public static FaultCode ToolMissing { get; } = new(1010);

    /// <summary>RD1011: the folder on the host cannot be written.</summary>
    public static FaultCode BaseNotWritable { get; } = new(1011);

    /// <summary>RD1012: the host has not enough space.</summary>
    public static FaultCode NoSpace { get; } = new(1012);

    /// <summary>RD1013: another run holds the host.</summary>
    public static FaultCode HostLocked { get; } = new(1013);

    /// <summary>RD1014: the lock was lost.</summary>
    public static FaultCode LockLost { get; } = new(1014);

    /// <summary>RD1015: the host lacks what the payload requires.</summary>
    public static FaultCode RequirementNotMet { get; } = new(1015);

    /// <summary>RD1016: a step failed on the host.</summary>
    public static FaultCode RemoteStepFailed { get; } = new(1016);

    /// <summary>RD1017: the payload is for another machine.</summary>
    public static FaultCode WrongArchitecture { get; } = new(1017);

    /// <summary>RD1018: current is not a link.</summary>
    public static FaultCode CurrentNotOurs { get; } = new(1018);

    /// <summary>RD1019: there is no active release.</summary>
    public static FaultCode NoActiveRelease { get; } = new(1019);

    /// <summary>RD1020: there is no release to switch back to.</summary>
    public static FaultCode NoEarlierRelease { get; } = new(1020);

    /// <summary>RD1021: the path is not on the host.</summary>
    public static FaultCode RemotePathMissing { get; } = new(1021);

    /// <summary>RD1022: the aftercopy command failed.</summary>
    public static FaultCode HookFailed { get; } = new(1022);

    /// <summary>RD1023: a key of this run could not be removed.</summary>
    public static FaultCode RelayKeyLeft { get; } = new(1023);

    /// <summary>RD1024: the host was out of reach for too long while a job ran on it.</summary>
    public static FaultCode HostLost { get; } = new(1024);

    /// <summary>RD1025: the supervisor of a job is gone.</summary>
    public static FaultCode SupervisorLost { get; } = new(1025);

    /// <summary>RD1026: the host was started anew while a job ran on it.</summary>
    public static FaultCode HostRebooted { get; } = new(1026);

    /// <summary>RD1027: the run had not come to this host.</summary>
    public static FaultCode RunBrokeOff { get; } = new(1027);

    /// <summary>RD1028: no host can run a unit.</summary>
    public static FaultCode NoHostForUnit { get; } = new(1028);

    /// <summary>RD1029: other users of the host can change what is deployed.</summary>
    public static FaultCode ForeignFolder { get; } = new(1029);

    private static FaultDescriptor[] Infrastructure =>
    [
        new(
            Unreachable,
            "The host does not answer",
            "The connection was refused or there is no route: the machine is off, sshd is not running, or the address or port is wrong.",
            "Nothing on this host was changed. Other hosts are as the report says.",
            "Try: ssh HOST true. Start sshd, or correct address and port."),
        new(
            NameNotResolved,
            "The host name is not known",
            "No address is known for the name: a typing error, or a DNS or VPN that is not up.",
            "Nothing on this host was changed.",
            "Correct the name in the inventory or ssh_config; check DNS with: getent hosts NAME"),
        new(
            ConnectTimedOut,
            "Connecting takes too long",
            "No answer came within the connect timeout (10 s unless told): a firewall drops packets, or the machine hangs.",
            "Nothing on this host was changed.",
            "Check firewall and power. Raise --connect-timeout for slow links."),
        new(
            AuthenticationRefused,
            "The host refuses the login",
            "No key, certificate or agent identity was accepted for this user. Passwords are never asked for.",
            "Nothing on this host was changed.",
            "Try: ssh HOST true. Load the key into the agent, or name it with identity: in the inventory; put its public half into the authorized_keys of that user."),
        new(
            HostKeyUnknown,
            "The host key is not known",
            "The host is not in known_hosts, and its identity is not taken on trust.",
            "Nothing on this host was changed.",
            "Compare the fingerprint in the message with the machine (there: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), then add the key, for instance by connecting once with ssh."),
        new(
            HostKeyChanged,
            "The host key has changed",
            "The host answers with another key than known_hosts has: it was installed anew, or it is another machine.",
            "Nothing on this host was changed; nothing was sent to it.",
            "If it was installed anew: ssh-keygen -R HOST, then compare the new fingerprint and add it. If not, find out who answers."),
        new(
            ConnectionLost,
            "The connection was lost",
            "The link or the sshd session ended while work was under way.",
            "The old release is still active. Staged files are removed by the host at once, or by the next run.",
            "Run again: what arrived whole in earlier releases is not sent again."),
        new(
            HostStalled,
            "The host stopped answering",
            "No byte moved within the stall timeout (20 s unless told), fewer than minRate asks for, or the deadline of the step passed.",
            "The old release is still active. Staged files are removed by the host when it notices, or by the next run.",
            "Look at load, disk and network of the host. Raise --stall-timeout or --timeout, or lower --min-rate, for slow hosts."),
        new(
            ShellUnusable,
            "The login shell is not usable",
            "The account has no shell that runs commands (nologin, a forced command, sftp only, Windows), or its start-up files end it.",
            "Nothing on this host was changed.",
            "Give the account a shell; try: ssh HOST /bin/sh -c true. Remove output and exit from its start-up files."),
        new(
            ToolMissing,
            "A tool is missing on the host",
            "Needed are a POSIX sh with the usual small programs (find, sed, awk, dd, stat, xargs and so on), tar, and a program that computes the digest. Commands over ssh often have another PATH than a terminal.",
            "Nothing on this host was changed.",
            "Install the tool that the message names, or choose a digest that the host has with --digest."),
        new(
            BaseNotWritable,
            "The folder on the host cannot be written",
            "The base or the target belongs to someone else or is on a read-only file system.",
            "Nothing on this host was changed.",
            "Choose another base: or --base, or correct its owner."),
        new(
            NoSpace,
            "The host has not enough space",
            "Free space is less than what would be written, or the disk or a quota filled up while writing.",
            "The old release is still active. Staged files were removed.",
            "Free space at the base, or lower keep:."),
        new(
            HostLocked,
            "Another run holds the host",
            "A run of the same application is at work on this host, or another put copies to the same folder and has not ended within 20 s, or has brought other bytes of the same files in that time. Its owner is in the message.",
            "Nothing on this host was changed.",
            "Wait for the other run. A lock whose run died frees itself within a minute."),
        new(
            LockLost,
            "The lock was lost",
            "The connection that held the lock ended, or another run took it over after this one was silent for a minute.",
            "Nothing was switched after the lock was lost.",
            "Run again."),
        new(
            RequirementNotMet,
            "The host lacks what the payload requires",
            "A requires: entry, most often a .NET runtime version, is not met.",
            "Nothing on this host was changed.",
            "Install the runtime on the host, publish self-contained, or leave the host out."),
        new(
            RemoteStepFailed,
            "A step failed on the host",
            "A program on the host failed in a way that has no code of its own; the message carries its words.",
            "The old release is still active unless the message says otherwise.",
            "Read the words of the host in the message; the per-host log in the run folder has all of them."),
        new(
            WrongArchitecture,
            "The payload is for another machine",
            "The payload is published for one runtime identifier, the host is another.",
            "Nothing on this host was changed.",
            "Publish for the host, or leave it out with a selector."),
        new(
            CurrentNotOurs,
            "current is not a link",
            "The path that RemoteDeploy switches is a real folder or file that it did not make.",
            "It was left as it is; nothing was switched.",
            "Move it away, or choose another app or base."),
        new(
            NoActiveRelease,
            "There is no active release",
            "Nothing was ever deployed under this application and base, or current was removed.",
            "Nothing was changed.",
            "Deploy first; check --app and --base."),
        new(
            NoEarlierRelease,
            "There is no release to switch back to",
            "The host keeps no other release of this application, or not the one asked for.",
            "Nothing was changed.",
            "Deploy the version you want; raise keep: to keep more."),
        new(
            RemotePathMissing,
            "The path is not on the host",
            "The file or folder to get does not exist there, or may not be read.",
            "Nothing was changed.",
            "Correct the path; look with: dotnet remotedeploy exec --on HOST -- ls -l PATH"),
        new(
            HookFailed,
            "The afterCopy command failed",
            "The command to run on the host between copy and verification ended with an error.",
            "The old release is still active. Staged files were removed.",
            "Run the command on the host by hand; its words are in the message."),
        new(
            RelayKeyLeft,
            "A key of this run could not be removed",
            "Hosts let the host before them in a chain connect with a key of this run, which is taken out of the authorized keys as soon as the connection stands. On this host it could not be taken out again: the file changed hands, or the disk is full.",
            "The line is still there. It allows nothing but one stream of the run that is over, from one address, and sshd stops accepting it a quarter of an hour after it was written.",
            "Remove the line that ends with 'remotedeploy-relay' from the file that the message names. 'dotnet remotedeploy doctor' finds such lines."),
        new(
            HostLost,
            "The host was lost while a job ran on it",
            "The connection was lost and could not be made anew within the time that --lost-after says (2 minutes unless told).",
            "The job may still be running there, under its supervisor, which keeps its deadline and its output.",
            "When the host is back, remotedeploy logs RUN shows what the job wrote, and remotedeploy stop RUN ends what is left. remotedeploy test --failed RUN runs again what is missing."),
        new(
            SupervisorLost,
            "The supervisor of a job is gone",
            "The process on the host that watched over the job was killed, for instance by the job itself, so that nobody knows how the job ended.",
            "What was left of the job was ended; what it had written until then was brought back.",
            "Look for what kills processes of this user on the host: the test itself, a memory limit, a clean-up of sessions."),
        new(
            HostRebooted,
            "The host was started anew while a job ran on it",
            "The host is up again, but the job went down with the old start of the system.",
            "What the job had written until then was brought back.",
            "Run again. Look at the logs of the host: a crash or an update may have restarted it."),
        new(
            RunBrokeOff,
            "The run had not come to this host",
            "The run ended, most often because its process was killed, before this host had the release that its suites were to run on.",
            "The old release is active, or the new one, whole.",
            "Run again."),
        new(
            NoHostForUnit,
            "No host can run a unit",
            "Hosts share the suite, and none of those that are left meets what the unit requires, or the unit has taken as many hosts with it as it may.",
            "All other units were run.",
            "Check requires: of the suite and the unit against what doctor says of the hosts, and what became of hosts that were lost."),
        new(
            ForeignFolder,
            "Other users can change what is deployed",
            "The application's folder on the host, or one in it, belongs to another user or may be written by everybody, so that files could be exchanged after they were verified. Somebody may have put it there on purpose.",
            "Nothing was copied to this host, and nothing was switched.",
            "Find out who made the folder. Choose another base: or --base, below the home of the user for instance, or correct owner and mode."),
    ];
}
