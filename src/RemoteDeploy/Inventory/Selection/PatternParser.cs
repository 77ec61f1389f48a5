using System.Globalization;
using System.Text;

namespace RemoteDeploy.Inventory.Selection;

/// <summary>Takes a pattern apart. Which characters a name may have is not asked here, only what brackets, <c>*</c> and <c>?</c> mean.</summary>
internal sealed class PatternParser(string text)
{
    private readonly List<PatternPart> parts = [];
    private readonly StringBuilder literal = new();
    private int position;
    private long count = 1;

    /// <summary>Set when <see cref="Parse"/> returned null.</summary>
    internal PatternProblem Problem { get; private set; }

    internal IReadOnlyList<PatternPart>? Parse()
    {
        while (position < text.Length)
        {
            if (!ParsePart())
            {
                return null;
            }
        }

        EndLiteral();
        return parts;
    }

    private bool ParsePart()
    {
        switch (text[position])
        {
            case '*':
                return AddGlob(new PatternPart.AnyText());
            case '?':
                return AddGlob(new PatternPart.AnyCharacter());
            case '[':
                return ParseBrackets();
            case ']':
                return Fail(position, "']' without '['");
            default:
                literal.Append(text[position++]);
                return true;
        }
    }

    private bool AddGlob(PatternPart part)
    {
        EndLiteral();
        parts.Add(part);
        position++;
        return true;
    }

    private bool ParseBrackets()
    {
        var close = text.IndexOf(']', position);
        if (close > 0 && text.AsSpan(position, close - position).Contains(':'))
        {
            literal.Append(text, position, close + 1 - position);
            position = close + 1;
            return true;
        }

        EndLiteral();
        var open = position;
        var spans = new List<NumberSpan>();
        do
        {
            position++;
            if (!ParseSpan(spans))
            {
                return false;
            }
        }
        while (position < text.Length && text[position] is ',' or '+');

        if (position >= text.Length || text[position] != ']')
        {
            return Fail(position, "expected a digit, '-', ',' or ']' in a range such as [01-40,50]");
        }

        position++;
        var numbers = new PatternPart.Numbers(spans);
        parts.Add(numbers);
        count *= numbers.Count;
        return count <= NamePattern.MostNames || Fail(open, $"stands for more than {NamePattern.MostNames} hosts");
    }

    private bool ParseSpan(List<NumberSpan> spans)
    {
        var start = position;
        if (!ParseDigits(out var low))
        {
            return false;
        }

        var high = low;
        if (position < text.Length && text[position] == '-')
        {
            position++;
            if (!ParseDigits(out high))
            {
                return false;
            }
        }

        var span = new NumberSpan(int.Parse(low, CultureInfo.InvariantCulture), int.Parse(high, CultureInfo.InvariantCulture), NumberSpan.WidthOf(low));
        if (span.High < span.Low)
        {
            return Fail(start, $"the range {low}-{high} runs backwards");
        }

        if (span.Format(span.High) != high)
        {
            return Fail(start, $"{low} and {high} have different leading zeros");
        }

        spans.Add(span);
        return true;
    }

    private bool ParseDigits(out string digits)
    {
        var start = position;
        while (position < text.Length && char.IsAsciiDigit(text[position]))
        {
            position++;
        }

        digits = text[start..position];
        return digits.Length switch
        {
            0 => Fail(position, "expected a digit in a range such as [01-40,50]"),
            > NumberSpan.MostDigits => Fail(start, $"a number of a range has at most {NumberSpan.MostDigits} digits"),
            _ => true,
        };
    }

    private void EndLiteral()
    {
        if (literal.Length > 0)
        {
            parts.Add(new PatternPart.Literal(literal.ToString()));
            literal.Clear();
        }
    }

    private bool Fail(int index, string message)
    {
        Problem = new PatternProblem(index, message);
        return false;
    }
}
