using RemoteDeploy.Testing;

namespace RemoteDeploy.Planning;

/// <summary>A request with suites.</summary>
internal interface IRunsSuites
{
    /// <summary>The suites.</summary>
    IReadOnlyList<TestSuite> Suites { get; }

    /// <summary>How they are run.</summary>
    TestOptions Tests { get; }
}
