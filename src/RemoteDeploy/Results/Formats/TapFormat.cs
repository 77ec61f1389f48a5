using System.Globalization;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Results.Formats;

/// <summary>
/// The Test Anything Protocol, versions 12 to 14: plan, points, directives, YAML blocks, subtests, bail out. A truncated file is
/// told by its plan alone, so one without a plan is never whole.
/// </summary>
internal sealed class TapFormat
{
    private const int Indentation = 4;
    private const int MaxDepth = 64;
    private const int ProbedLines = 200;
    private const int MaxRemarks = 4096;

    private readonly List<TapLevel> levels = [new TapLevel()];
    private TapBlock? block;
    private int total;
    private string? ended;

    /// <summary>True for text that begins like TAP; what other programs print before it is allowed.</summary>
    public static bool Resembles(string start)
    {
        var line = 0;
        foreach (var text in start.AsSpan().EnumerateLines())
        {
            if (text.StartsWith("TAP version ", StringComparison.Ordinal) || text.StartsWith("Bail out!", StringComparison.Ordinal) || TryPlan(text, out _, out _) || TapPoint.TryParse(text, out _))
            {
                return true;
            }

            if (++line == ProbedLines)
            {
                break;
            }
        }

        return false;
    }

    /// <summary>Reads all of it.</summary>
    /// <exception cref="InvalidDataException">It is nested too deeply or has too many tests.</exception>
    public ResultFile Read(TextReader text)
    {
        while (ended is null && text.ReadLine() is { } line)
        {
            Take(line);
        }

        EndBlock(whole: ended is not null);
        while (levels.Count > 1)
        {
            CloseOrphan();
        }

        var top = levels[0];
        top.End();
        return new ResultFile(top.Tests, null) { Incomplete = ended ?? top.Trouble };
    }

    private void Take(string line)
    {
        var text = line.AsSpan().TrimStart(' ');
        var indent = line.Length - text.Length;
        if (block is not null && !block.Take(line, indent))
        {
            return;
        }

        EndBlock(whole: true);
        if (text.StartsWith("Bail out!", StringComparison.Ordinal))
        {
            ended = $"it was given up: {text.Trim()}";
        }
        else if (TapBlock.Begins(text, indent) && indent == ((levels.Count - 1) * Indentation) + TapBlock.Indentation)
        {
            block = new TapBlock();
        }
        else if (indent % Indentation == 0)
        {
            TakeAt(indent / Indentation, text);
        }
    }

    private void TakeAt(int depth, ReadOnlySpan<char> text)
    {
        if (text.StartsWith("# Subtest", StringComparison.Ordinal))
        {
            // It stands before the points of a subtest, and in what node writes before every point.
            LevelAt(depth + 1).Name = text["# Subtest".Length..].TrimStart(": ").ToString();
        }
        else if (TryPlan(text, out var plan, out var reason))
        {
            var level = LevelAt(depth);
            level.Announce(plan);
            if (plan == 0 && reason.Length > 0)
            {
                Add(level, new TestResult("(all tests)", TestOutcome.Skipped, TimeSpan.Zero) { Message = TestText.Message(reason) });
            }
        }
        else if (TapPoint.TryParse(text, out var point))
        {
            TakePoint(depth, point);
        }
        else if (text.StartsWith("#", StringComparison.Ordinal) && depth == levels.Count - 1 && levels[depth] is { Last: >= 0 } current)
        {
            Remark(current, text[1..].Trim());
        }
    }

    // Comments below a failed point say why it failed.
    private static void Remark(TapLevel level, ReadOnlySpan<char> text)
    {
        var test = level.Tests[level.Last];
        if (test is { Outcome: TestOutcome.Failed, Message: not { Length: > MaxRemarks } })
        {
            level.Tests[level.Last] = test with { Message = TestText.Message(test.Message is null ? text.ToString() : $"{test.Message}\n{text}") };
        }
    }

    private void TakePoint(int depth, TapPoint point)
    {
        while (levels.Count > depth + 2)
        {
            CloseOrphan();
        }

        var subtest = levels.Count == depth + 2 ? levels[^1] : null;
        if (subtest is not null)
        {
            levels.RemoveAt(levels.Count - 1);
        }

        var level = LevelAt(depth);
        level.Count(point.Number);
        var result = Result(point, level);
        if (subtest is { IsEmpty: false })
        {
            subtest.End();
        }

        if (subtest is { Tests.Count: > 0 })
        {
            Adopt(level, subtest, result, point);
        }
        else
        {
            level.Blame(subtest?.Trouble);
            Add(level, result);
            level.Last = level.Tests.Count - 1;
        }
    }

    // The points of a subtest are the tests; the point that ends it counts by itself only when it failed and they did not.
    private void Adopt(TapLevel level, TapLevel subtest, TestResult parent, TapPoint point)
    {
        var name = point.Description.Length > 0 ? point.Description : subtest.Name ?? parent.Name;
        level.Tests.AddRange(subtest.Tests.Select(test => test with { Name = $"{name} > {test.Name}", Class = test.Class is null ? name : $"{name} > {test.Class}" }));
        if (subtest.Trouble is { } trouble)
        {
            level.Blame($"subtest '{name}': {trouble}");
        }

        level.Last = -1;
        if (parent.Outcome == TestOutcome.Failed && subtest.Tests.TrueForAll(test => test.Outcome != TestOutcome.Failed))
        {
            Add(level, parent);
            level.Last = level.Tests.Count - 1;
        }
    }

    private void Add(TapLevel level, TestResult test)
    {
        if (++total > TestList.MaxTests)
        {
            throw new InvalidDataException($"it has more than {TestList.MaxTests} tests");
        }

        level.Tests.Add(test);
    }

    private TapLevel LevelAt(int depth)
    {
        if (depth > MaxDepth)
        {
            throw new InvalidDataException($"subtests are nested more than {MaxDepth} deep");
        }

        while (levels.Count <= depth)
        {
            levels.Add(new TapLevel());
        }

        return levels[depth];
    }

    private void CloseOrphan()
    {
        var level = levels[^1];
        levels.RemoveAt(levels.Count - 1);
        if (!level.IsEmpty)
        {
            level.End();
            levels[^1].Blame(level.Trouble ?? $"subtest '{level.Name ?? "(no name)"}' has no test point that ends it");
            levels[^1].Tests.AddRange(level.Tests);
        }
    }

    private void EndBlock(bool whole)
    {
        if (block is null)
        {
            return;
        }

        var level = levels[^1];
        if (level.Last >= 0)
        {
            level.Tests[level.Last] = block.Complete(level.Tests[level.Last]);
        }

        levels[0].Blame(whole ? null : "it ends within the details of a test");
        block = null;
    }

    private static TestResult Result(TapPoint point, TapLevel level)
    {
        var number = point.Number ?? level.Tests.Count + 1;
        var outcome = point switch
        {
            { Directive: "SKIP" or "SKIPPED" } => TestOutcome.Skipped,
            // Known not to work: neither a pass nor a failure of this build.
            { Directive: "TODO", Ok: false } => TestOutcome.Skipped,
            { Ok: true } => TestOutcome.Passed,
            _ => TestOutcome.Failed,
        };
        var time = point.Directive.Length == 0 && point.Reason.StartsWith("time=", StringComparison.Ordinal) ? TapBlock.Milliseconds(point.Reason[5..].TrimEnd('s').TrimEnd('m')) : TimeSpan.Zero;
        return new TestResult(point.Description.Length > 0 ? point.Description : $"test {number.ToString(CultureInfo.InvariantCulture)}", outcome, time)
        {
            Message = point.Directive.Length == 0 || point.Reason.Length == 0 ? null : TestText.Message(point.Reason),
        };
    }

    private static bool TryPlan(ReadOnlySpan<char> text, out int number, out string reason)
    {
        (number, reason) = (0, "");
        if (!text.StartsWith("1..", StringComparison.Ordinal))
        {
            return false;
        }

        var rest = text[3..];
        var hash = rest.IndexOf('#');
        if (hash >= 0)
        {
            reason = rest[(hash + 1)..].Trim().ToString();
            rest = rest[..hash];
        }

        return int.TryParse(rest.TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
