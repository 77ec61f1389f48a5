namespace RemoteDeploy.Remoting;

/// <summary>Words as a person would type them into a shell: for what messages advise, never for what is run.</summary>
internal static class ShellWord
{
    /// <summary>The word, in quotes when it needs them.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(character => char.IsAsciiLetterOrDigit(character) || "_@%+=:,./~-".Contains(character, StringComparison.Ordinal))
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
