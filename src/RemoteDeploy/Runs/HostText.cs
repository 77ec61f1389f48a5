namespace RemoteDeploy.Runs;

/// <summary>Names that become arguments of ssh.</summary>
internal static class HostText
{
    /// <summary>True for text that no option of ssh and no part of a command can be hidden in.</summary>
    public static bool IsSafe(string text) =>
        text.Length is > 0 and <= 255 && text[0] != '-' && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or ':' or '%' or '-');
}
