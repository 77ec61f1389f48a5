using System.Reflection;

namespace RemoteDeploy.Packages.Tests.Infra;

/// <summary>Folders that the build of this test project knew.</summary>
internal static class Repository
{
    internal static string Root { get; } = Metadata("RepositoryRoot");

    internal static string PackageCache { get; } = Metadata("NuGetPackageRoot");

    private static string Metadata(string key) => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
