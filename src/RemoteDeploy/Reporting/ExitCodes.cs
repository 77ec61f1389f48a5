using RemoteDeploy.Faults;

namespace RemoteDeploy.Reporting;

/// <summary>The exit codes of the tool.</summary>
public static class ExitCodes
{
    /// <summary>Everything asked for was done.</summary>
    public const int Success = 0;

    /// <summary>Cancelled from outside.</summary>
    public const int Cancelled = 130;

    private static readonly (FaultCategory Category, int ExitCode)[] Order =
    [
        (FaultCategory.Internal, 70),
        (FaultCategory.Usage, 64),
        (FaultCategory.Integrity, 20),
        (FaultCategory.Infrastructure, 21),
        (FaultCategory.Results, 8),
        (FaultCategory.Product, 2),
    ];

    /// <summary>The exit code for these faults: the most serious category wins; 0 without any.</summary>
    public static int Of(IEnumerable<Fault> faults)
    {
        var categories = faults.Select(fault => fault.Code.Category).ToHashSet();
        return Order.FirstOrDefault(entry => categories.Contains(entry.Category)).ExitCode;
    }

    /// <summary>The exit code for one category.</summary>
    public static int Of(FaultCategory category) => Order.First(entry => entry.Category == category).ExitCode;
}
