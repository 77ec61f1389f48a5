namespace RemoteDeploy.Tool;

/// <summary>Files that travel inside the tool.</summary>
internal static class Resource
{
    /// <summary>Opens one by its name.</summary>
    public static Stream Open(string name) =>
        typeof(Resource).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The tool was built without {name}.");
}
