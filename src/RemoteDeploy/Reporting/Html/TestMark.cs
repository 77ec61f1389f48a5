namespace RemoteDeploy.Reporting.Html;

/// <summary>How a test fared on a host. Where several results meet, the last of this order counts.</summary>
internal enum TestMark : byte
{
    /// <summary>It did not run there.</summary>
    None,

    /// <summary>Passed.</summary>
    Passed,

    /// <summary>Skipped.</summary>
    Skipped,

    /// <summary>Passed when it was tried again.</summary>
    Flaky,

    /// <summary>Failed.</summary>
    Failed,
}
