namespace RemoteDeploy.FaultLab;

/// <summary>One fault: how it is injected, and what must be true at the end. The host that it strikes is h2, the others are well.</summary>
/// <param name="Id">Number in the fault table; letters after it tell kin apart.</param>
/// <param name="Name">What happens, in a few words.</param>
internal sealed record FaultCase(string Id, string Name)
{
    /// <summary>The host that faults strike.</summary>
    public const string Victim = "h2";

    /// <summary>What the tool is asked to do: names of <see cref="Activities.Activity"/>. A case is run once for each.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = ["deploy"];

    /// <summary>Options of the tool besides those that each verb needs.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Hosts of the lab.</summary>
    public int Hosts { get; init; } = 3;

    /// <summary>Rate of every cable; null for no limit.</summary>
    public string? Rate { get; init; }

    /// <summary>Changes hosts before they get what is there at the beginning.</summary>
    public Func<Scene, Task>? BeforeSeed { get; init; }

    /// <summary>Changes host, machine or payload before the tool starts, not yet the fault itself.</summary>
    public Func<Scene, Task>? Prepare { get; init; }

    /// <summary>The moment of the fault, asked every 20 ms once the tool runs; null for before it starts.</summary>
    public Func<Scene, bool>? When { get; init; }

    /// <summary>The fault.</summary>
    public Func<Scene, Task>? Inject { get; init; }

    /// <summary>Takes the fault away. Then the same is asked of the tool again, and must succeed everywhere; null to leave that out.</summary>
    public Func<Scene, Task>? Heal { get; init; }

    /// <summary>What must be true at the end.</summary>
    public required Expectation Expect { get; init; }

    /// <summary>Where our promise is another one than the table's, and why.</summary>
    public string? Disagrees { get; init; }

    /// <summary>A program that the injection needs.</summary>
    public string? Needs { get; init; }

    /// <summary>True for the short selection that build servers run, with the first verb.</summary>
    public bool Fast { get; init; }

    /// <summary>Seconds after which the tool counts as hung.</summary>
    public int Cap { get; init; } = 90;
}
