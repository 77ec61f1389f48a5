using RemoteDeploy.Testing;

namespace RemoteDeploy.Results.Formats;

/// <summary>The points of one level of TAP: of the file, or of a subtest.</summary>
internal sealed class TapLevel
{
    private readonly HashSet<int> numbers = [];
    private int points;

    /// <summary>Name that a comment gave it before its first point; null when none did.</summary>
    public string? Name { get; set; }

    /// <summary>Number of points of its plan; null when there is none.</summary>
    public int? Plan { get; private set; }

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Trouble { get; private set; }

    /// <summary>True when it has neither a plan nor a point: no more than a comment.</summary>
    public bool IsEmpty => Plan is null && points == 0 && Tests.Count == 0;

    /// <summary>Place in <see cref="Tests"/> of the point that came last; -1 when that stands for its subtest.</summary>
    public int Last { get; set; } = -1;

    /// <summary>Results of its points; a point with a subtest stands for those of the subtest.</summary>
    public List<TestResult> Tests { get; } = [];

    /// <summary>Takes the plan.</summary>
    public void Announce(int number)
    {
        Blame(Plan is null ? null : "it has two plans");
        Plan = number;
    }

    /// <summary>Counts a point.</summary>
    public void Count(int? number)
    {
        points++;
        if (number is { } own && !numbers.Add(own))
        {
            Blame($"its test number {own} came twice");
        }
    }

    /// <summary>Says what the level gives away about itself when it ends.</summary>
    public void End() => Blame(Plan switch
    {
        null => "it has no plan, so that nothing says how many tests there should be",
        { } plan when plan != points => $"its plan says {plan} tests, it has {points}",
        { } plan when numbers.Any(number => number < 1 || number > plan) => $"it has test numbers beyond its plan of {plan}",
        _ => null,
    });

    /// <summary>Keeps the first thing that is wrong.</summary>
    public void Blame(string? trouble) => Trouble ??= trouble;
}
