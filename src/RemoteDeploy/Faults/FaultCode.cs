using System.Globalization;

namespace RemoteDeploy.Faults;

/// <summary>A fault code such as <c>RD2001</c>. Only codes of <see cref="FaultCatalog"/> exist.</summary>
public readonly record struct FaultCode
{
    private readonly int number;

    internal FaultCode(int number) => this.number = number;

    /// <summary>The category that the first digit stands for.</summary>
    public FaultCategory Category => (FaultCategory)(number / 1000);

    /// <summary>Reads <c>RD2001</c> (any case). False for text of another form; whether the code exists, <see cref="FaultCatalog"/> knows.</summary>
    public static bool TryParse(string? text, out FaultCode code)
    {
        code = default;
        if (text is not { Length: 6 } || !text.StartsWith("RD", StringComparison.OrdinalIgnoreCase)
            || !int.TryParse(text.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        code = new FaultCode(number);
        return true;
    }

    /// <summary>The code as it is written everywhere: <c>RD</c> and four digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"RD{number:D4}");
}
