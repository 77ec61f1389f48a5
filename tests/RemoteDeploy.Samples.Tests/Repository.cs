namespace RemoteDeploy.Samples.Tests;

/// <summary>The repository that the tests were built in.</summary>
internal static class Repository
{
    private const string Marker = "RemoteDeploy.Tasks.sln";

    /// <summary>Its folder.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>The full path of a file or folder of it.</summary>
    public static string PathOf(string relativePath) => Path.Combine(Root, relativePath);

    private static string FindRoot(string folder) => File.Exists(Path.Combine(folder, Marker))
        ? folder
        : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds {Marker}."));
}
