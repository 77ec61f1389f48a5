namespace RemoteDeploy.Results.Formats;

/// <summary>The formats of result files that are known.</summary>
internal enum ResultFormat
{
    /// <summary>Visual Studio's TRX.</summary>
    Trx,

    /// <summary>JUnit XML.</summary>
    JUnit,

    /// <summary>XML of xUnit.net v2 and v3.</summary>
    Xunit,

    /// <summary>Common Test Report Format, JSON.</summary>
    Ctrf,

    /// <summary>Test Anything Protocol, 12 to 14.</summary>
    Tap,
}
