using System.Security.Cryptography;

namespace RemoteDeploy.FaultLab.Observing;

/// <summary>SHA-256 of files.</summary>
internal static class Contents
{
    /// <summary>The digest; null when the file went away.</summary>
    public static string? Digest(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Digests of all files of a folder by relative path.</summary>
    public static IReadOnlyDictionary<string, string> Of(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Where(file => file.LinkTarget is null)
            .ToDictionary(file => Path.GetRelativePath(folder, file.FullName), file => Digest(file.FullName)!, StringComparer.Ordinal);
}
