using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Inventory.Documents;

/// <summary>Everything wrong with one file. Reading goes on after a fault, so that a person sees all of them at once.</summary>
internal sealed class Findings(string file)
{
    /// <summary>More are not collected: nobody reads them, and a hostile file could hold half a million.</summary>
    internal const int Most = 100;

    private readonly List<Fault> faults = [];

    internal int Count => faults.Count;

    internal bool IsEmpty => faults.Count == 0;

    internal bool IsFull => faults.Count >= Most;

    /// <summary>The faults from the top of the file to its end.</summary>
    internal IReadOnlyList<Fault> InOrder =>
        [.. faults.OrderBy(fault => fault.Location?.Line).ThenBy(fault => fault.Location?.Column)];

    /// <summary>Text of the file, quoted and cut for a message.</summary>
    internal static string Show(string text) => $"'{SafeText.Line(text, 80)}'";

    internal SourceLocation At(Mark mark) => new(file, mark.Line, mark.Column);

    internal void Add(FaultCode code, Mark at, string message, string? advice = null) =>
        Add(new Fault(code, Sentence(message)) { Location = At(at), Try = advice });

    // Messages are put together from parts; as everywhere, they begin like a sentence.
    private static string Sentence(string message) => message.Length > 0 && char.IsAsciiLetterLower(message[0]) ? char.ToUpperInvariant(message[0]) + message[1..] : message;

    internal void Add(Fault fault)
    {
        if (!IsFull)
        {
            faults.Add(fault);
        }
    }
}
