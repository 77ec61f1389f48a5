using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Pool;

/// <summary>Units that are commands: one a line, words and quotes as in a shell, <c>#</c> begins a remark line. A unit's name is its line.</summary>
public static class CommandList
{
    /// <summary>Larger files are refused: 4 MiB.</summary>
    private const int MostBytes = 4 << 20;

    /// <summary>Reads a file of this machine.</summary>
    /// <param name="suite">Name of the suite.</param>
    /// <param name="path">Absolute path.</param>
    /// <returns>The units, or RD4001 when there is none, RD0020 when the file cannot be read and for each line that cannot be.</returns>
    public static Attempt<IReadOnlyList<TestUnit>> Load(string suite, string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            var text = new char[MostBytes + 1];
            var length = reader.ReadBlock(text);
            return length > MostBytes ? Unreadable(suite, path, "it is larger than 4 MiB") : Read(suite, new string(text, 0, length), path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Unreadable(suite, path, SafeText.Line(problem.Message, 300));
        }
    }

    /// <summary>Reads the list.</summary>
    /// <param name="suite">Name of the suite.</param>
    /// <param name="text">The lines.</param>
    /// <param name="from">The file or program that they come from, for messages.</param>
    /// <returns>The units, or RD4001 when there is none, RD0020 for each line that cannot be.</returns>
    public static Attempt<IReadOnlyList<TestUnit>> Read(string suite, string text, string from)
    {
        var units = new List<TestUnit>();
        var faults = new List<Fault>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            number++;
            if (line.Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            if (!ShellWords.TrySplit(line, out var words, out var problem))
            {
                faults.Add(Bad(suite, line, problem, (from, number)));
            }
            else if (words.Count == 0 || words[0].Length == 0)
            {
                faults.Add(Bad(suite, line, "it names no program", (from, number)));
            }
            else if (!seen.Add(line))
            {
                faults.Add(Bad(suite, line, "it is there twice, and results could not be told apart", (from, number)));
            }
            else
            {
                units.Add(new TestUnit(suite, line) { Arguments = words });
            }
        }

        if (units.Count == 0 && faults.Count == 0)
        {
            faults.Add(new Fault(FaultCatalog.ZeroTests, $"Suite '{SafeText.Line(suite)}' has no command to run") { Path = SafeText.Line(from), Expected = "a command on each line" });
        }

        return faults.Count > 0 ? Attempt<IReadOnlyList<TestUnit>>.Failed(faults) : units;
    }

    private static Fault Unreadable(string suite, string path, string found) =>
        new(FaultCatalog.BadSuite, $"The commands of suite '{SafeText.Line(suite)}' cannot be read")
        {
            Path = SafeText.Line(path),
            Found = found,
            Try = "Correct the path, or write the file: a command on each line",
        };

    private static Fault Bad(string suite, string line, string problem, (string File, int Line) at) =>
        new(FaultCatalog.BadSuite, $"A command of suite '{SafeText.Line(suite)}' cannot be run: {problem}")
        {
            Found = SafeText.Line(line, 200),
            Path = SafeText.Line(string.Create(CultureInfo.InvariantCulture, $"{at.File}({at.Line})")),
        };
}
