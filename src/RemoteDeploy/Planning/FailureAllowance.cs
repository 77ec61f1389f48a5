using System.Globalization;

namespace RemoteDeploy.Planning;

/// <summary>How many hosts may fail before the others are held back: a number (<c>2</c>) or a share (<c>10%</c>).</summary>
public readonly record struct FailureAllowance
{
    private readonly int value;
    private readonly bool isPercent;

    private FailureAllowance(int value, bool isPercent)
    {
        this.value = value;
        this.isPercent = isPercent;
    }

    /// <summary>No host may fail.</summary>
    public static FailureAllowance None => default;

    /// <summary>Reads <c>N</c> or <c>P%</c> (0 to 100).</summary>
    public static bool TryParse(string? text, out FailureAllowance allowance)
    {
        allowance = default;
        var trimmed = (text ?? "").Trim();
        var percent = trimmed.EndsWith('%');
        if (!int.TryParse(percent ? trimmed[..^1] : trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || (percent && number > 100))
        {
            return false;
        }

        allowance = new FailureAllowance(number, percent);
        return true;
    }

    /// <summary>True when that many failures among that many hosts are allowed; a share is rounded down. All failing is never allowed.</summary>
    public bool Permits(int failures, int hosts) =>
        failures == 0 || (failures < hosts && failures <= (isPercent ? (int)((long)hosts * value / 100) : value));

    /// <inheritdoc/>
    public override string ToString() => value.ToString(CultureInfo.InvariantCulture) + (isPercent ? "%" : "");
}
