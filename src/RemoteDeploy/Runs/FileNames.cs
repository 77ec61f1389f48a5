namespace RemoteDeploy.Runs;

/// <summary>File names of this machine that are made from names of hosts and suites.</summary>
internal static class FileNames
{
    /// <summary>Letters, digits, <c>. _ -</c> stay, all else becomes <c>_</c>; never empty, never a dot name.</summary>
    public static string Safe(string name)
    {
        var safe = new string([.. name.Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-' or '~' ? character : '_')]);
        return safe.Trim('.').Length == 0 ? "_" + safe : safe;
    }
}
