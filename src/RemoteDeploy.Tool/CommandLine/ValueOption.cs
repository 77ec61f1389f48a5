using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using RemoteDeploy.Payload;
using RemoteDeploy.Planning;
using RemoteDeploy.Pool;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tool.CommandLine;

/// <summary>Makes options whose values have a form of their own; a wrong value is answered with what is accepted.</summary>
internal static class ValueOption
{
    private delegate bool Reader<T>(string text, out T value)
        where T : struct;

    /// <summary>A whole number of at least 1.</summary>
    public static Option<int?> Count(string name, string description) =>
        Make<int>(name, "N", description, "a whole number of at least 1", static (text, out value) => int.TryParse(text, out value) && value >= 1);

    /// <summary>A duration.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) =>
        Make<TimeSpan>(name, "DURATION", description, "a duration such as 90s, 5m or 1h30m", static (text, out value) => Inventory.Duration.TryParse(text, out value));

    /// <summary>A rate, in bytes per second.</summary>
    public static Option<double?> Rate(string name, string description) =>
        Make<double>(name, "RATE", description, Inventory.LinkRate.Accepted, Inventory.LinkRate.TryParse);

    /// <summary>A number of hosts or a share of them.</summary>
    public static Option<FailureAllowance?> Allowance(string name, string description) =>
        Make<FailureAllowance>(name, "N|P%", description, "a number of hosts or a share such as 10%", FailureAllowance.TryParse);

    /// <summary>A digest algorithm.</summary>
    public static Option<DigestAlgorithm?> Digest(string name, string description)
    {
        var option = Make<DigestAlgorithm>(name, "md5|sha256", description, "md5 or sha256", TryParseDigest);
        option.CompletionSources.Add("md5", "sha256");
        return option;
    }

    /// <summary>How a payload gets to many hosts.</summary>
    public static Option<RelayMode?> Relay(string name, string description)
    {
        var option = Make<RelayMode>(name, string.Join('|', RelayModes.Words), description, RelayModes.Accepted, RelayModes.TryParse);
        option.CompletionSources.Add([.. RelayModes.Words]);
        return option;
    }

    /// <summary>Whether what was verified before is read again.</summary>
    public static Option<VerifyMode?> Verify(string name, string description)
    {
        var option = Make<VerifyMode>(name, "full|recorded", description, "full or recorded", TryParseVerify);
        option.CompletionSources.Add("full", "recorded");
        return option;
    }

    /// <summary>Which hosts run what of a suite.</summary>
    public static Option<SuiteMode?> Mode(string name, string description)
    {
        var option = Make<SuiteMode>(name, string.Join('|', SuiteModes.Words), description, SuiteModes.Accepted, SuiteModes.TryParse);
        option.CompletionSources.Add([.. SuiteModes.Words]);
        return option;
    }

    /// <summary>What of a suite is dispatched as one piece.</summary>
    public static Option<UnitSize?> Unit(string name, string description)
    {
        var option = Make<UnitSize>(name, string.Join('|', UnitSizes.Words), description, UnitSizes.Accepted, UnitSizes.TryParse);
        option.CompletionSources.Add([.. UnitSizes.Words]);
        return option;
    }

    /// <summary>How often something is run again.</summary>
    public static Option<int?> Retries(string name, string description) =>
        Make<int>(name, "N", description, $"a whole number from 0 to {SuiteCheck.MostRetries}", static (text, out value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= SuiteCheck.MostRetries);

    private static Option<T?> Make<T>(string name, string placeholder, string description, string accepted, Reader<T> read)
        where T : struct => new(name)
        {
            Description = description,
            HelpName = placeholder,
            CustomParser = result => Read(result, name, accepted, read),
        };

    private static T? Read<T>(ArgumentResult result, string name, string accepted, Reader<T> read)
        where T : struct
    {
        var text = result.Tokens.Single().Value;
        if (read(text, out var value))
        {
            return value;
        }

        result.AddError($"'{text}' is no value for {name}: expected {accepted}.");
        return null;
    }

    private static bool TryParseVerify(string text, out VerifyMode verify)
    {
        verify = string.Equals(text, "full", StringComparison.OrdinalIgnoreCase) ? VerifyMode.Full : VerifyMode.Recorded;
        return verify == VerifyMode.Full || string.Equals(text, "recorded", StringComparison.OrdinalIgnoreCase);
    }

    private static bool TryParseDigest(string text, out DigestAlgorithm digest)
    {
        digest = string.Equals(text, "sha256", StringComparison.OrdinalIgnoreCase) ? DigestAlgorithm.Sha256 : DigestAlgorithm.Md5;
        return digest == DigestAlgorithm.Sha256 || string.Equals(text, "md5", StringComparison.OrdinalIgnoreCase);
    }
}
