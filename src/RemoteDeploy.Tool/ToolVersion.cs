using System.Reflection;

namespace RemoteDeploy.Tool;

/// <summary>The version of the tool, as its package carries it.</summary>
internal static class ToolVersion
{
    /// <summary>Without the commit that the SDK appends after a plus sign.</summary>
    public static string Text { get; } =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
