namespace RemoteDeploy.Faults;

public static partial class FaultCatalog
{
    /// <summary>RD2001: a file on the host differs.</summary>
    public static FaultCode DigestDiffers { get; } = new(2001);

    /// <summary>RD2002: a file is missing on the host.</summary>
    public static FaultCode FileMissing { get; } = new(2002);

    /// <summary>RD2003: a file is on the host that the payload does not have.</summary>
    public static FaultCode UnexpectedFile { get; } = new(2003);

    /// <summary>RD2004: an entry of the release differs.</summary>
    public static FaultCode EntryDiffers { get; } = new(2004);

    /// <summary>RD2005: the receipt does not hold.</summary>
    public static FaultCode ReceiptDoesNotHold { get; } = new(2005);

    /// <summary>RD2006: the payload changed during the deploy.</summary>
    public static FaultCode SourceChanged { get; } = new(2006);

    /// <summary>RD2007: a fetched file differs.</summary>
    public static FaultCode FetchedFileDiffers { get; } = new(2007);

    /// <summary>RD2008: the folder changed while it was checked.</summary>
    public static FaultCode ChangedUnderUs { get; } = new(2008);

    private static FaultDescriptor[] Integrity =>
    [
        new(
            DigestDiffers,
            "A file on the host differs",
            "The digest that the host recomputed is not the one of the manifest. During a deploy the file was sent again once and differed again.",
            "During a deploy: the old release is still active and the staged files were removed. During verify or test: nothing was changed and no test was run.",
            "Look for disks, memory or programs on the host that alter files. The next deploy sends just the differing files."),
        new(
            FileMissing,
            "A file is missing on the host",
            "A file of the manifest is not in the release.",
            "As for RD2001.",
            "Find out who removes files there; the next deploy repairs the release."),
        new(
            UnexpectedFile,
            "A file is on the host that the payload does not have",
            "The release holds a file, folder or link that is not in the manifest: a program wrote into its own folder.",
            "As for RD2001.",
            "Let programs write elsewhere; the next deploy makes a release without it."),
        new(
            EntryDiffers,
            "An entry of the release differs",
            "Mode, kind, or link target is not as in the manifest.",
            "As for RD2001.",
            "Find out who changes it (umask, chmod, a file system without modes); the next deploy repairs the release."),
        new(
            ReceiptDoesNotHold,
            "The receipt does not hold",
            "The active release has no receipt, one that does not match its manifest, or is another release than the one that was asked for.",
            "Nothing was changed and no test was run.",
            "Deploy again. A difference between machines: compare with dotnet remotedeploy verify."),
        new(
            SourceChanged,
            "The payload changed while it was sent",
            "A file of the payload was written, removed or replaced on this machine after it was hashed.",
            "A deploy has switched no host that it had not switched before the change was seen, a put has placed nothing more; staged files were removed. Hosts that were done before keep what was hashed, whole.",
            "Let builds end before deploying, and deploy from a folder that nothing writes to."),
        new(
            FetchedFileDiffers,
            "A fetched file differs",
            "The digest of a file that was brought here is not the one that the host computed: it changed while it was read, or was damaged on the way.",
            "The incomplete file was removed here.",
            "Run again when the host does not write to the file any more."),
        new(
            ChangedUnderUs,
            "The folder changed while it was checked",
            "The list of files and the list of digests do not belong together: something on the host wrote at the same moment.",
            "The old release is still active; nothing was switched.",
            "Stop the program that writes into the folder, and run again."),
    ];
}
