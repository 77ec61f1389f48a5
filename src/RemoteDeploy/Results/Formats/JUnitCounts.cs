namespace RemoteDeploy.Results.Formats;

/// <summary>
/// Adds up what the suites of a JUnit file say about their number of tests and failures. A suite may hold suites: some writers then
/// count only its own tests, others all below it, and both are right.
/// </summary>
internal sealed class JUnitCounts
{
    private readonly Stack<Suite> open = new([new Suite { IsRoot = true }]);

    /// <summary>Number of tests that the whole file says it has; null when a suite with tests does not say.</summary>
    /// <exception cref="OverflowException">The sum is beyond any number of tests.</exception>
    public int? Announced => open.Peek() is { Said: var said, Unknown: false, Inner: true } ? checked((int)said) : null;

    /// <summary>Number of failures that the whole file says it has, at the least.</summary>
    public long AnnouncedFailures => open.Peek().Failures;

    /// <summary>A suite begins.</summary>
    /// <param name="tests">The number it says; null when it says none.</param>
    /// <param name="failures">The number of failures it says.</param>
    /// <param name="isRoot">True for the element around all suites, which need not say a number.</param>
    public void Open(int? tests, long failures, bool isRoot) => open.Push(new Suite { Number = tests, OwnFailures = failures, IsRoot = isRoot });

    /// <summary>A test of the suite that began last.</summary>
    public void AddTest() => open.Peek().Own++;

    /// <summary>The suite that began last ends.</summary>
    public void Close()
    {
        var suite = open.Pop();
        var outer = open.Peek();
        outer.Inner = true;
        outer.Unknown |= suite.Unknown || (suite.Number is null && suite.Own > 0);
        outer.Said += suite switch
        {
            { Number: null } => suite.Said,
            { Inner: true, IsRoot: false } when suite.Number == suite.Own => suite.Own + suite.Said,
            _ => suite.Number.Value,
        };

        // Whether a suite counts those of the suites in it cannot be told: the larger number is in it either way.
        outer.Failures += Math.Max(suite.OwnFailures, suite.Failures);
    }

    private sealed class Suite
    {
        public int? Number { get; init; }

        public bool IsRoot { get; init; }

        public long OwnFailures { get; init; }

        /// <summary>Tests in it, but in no suite of it.</summary>
        public long Own { get; set; }

        /// <summary>What the suites in it say, together.</summary>
        public long Said { get; set; }

        /// <summary>Failures that the suites in it say, together.</summary>
        public long Failures { get; set; }

        /// <summary>True when it holds suites.</summary>
        public bool Inner { get; set; }

        /// <summary>True when a suite in it has tests but does not say how many.</summary>
        public bool Unknown { get; set; }
    }
}
