namespace RemoteDeploy.Testing;

/// <summary>A test as its program lists it, before it is run.</summary>
/// <param name="Class">Full name of its class.</param>
/// <param name="Method">Name of its method.</param>
/// <param name="DisplayName">Its name for people.</param>
public sealed record ListedTest(string Class, string Method, string DisplayName)
{
    /// <summary>Traits such as <c>Category</c>, with their values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Traits { get; init; } = [];

    /// <summary>Class and method.</summary>
    public string FullName => Class.Length == 0 ? Method : $"{Class}.{Method}";
}
