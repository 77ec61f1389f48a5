namespace RemoteDeploy.Jobs;

/// <summary>The signals that end programs, by their numbers on Linux and macOS.</summary>
internal static class Signal
{
    private static readonly IReadOnlyDictionary<int, string> Names = new Dictionary<int, string>
    {
        [1] = "SIGHUP", [2] = "SIGINT", [3] = "SIGQUIT", [4] = "SIGILL", [6] = "SIGABRT", [7] = "SIGBUS",
        [8] = "SIGFPE", [9] = "SIGKILL", [11] = "SIGSEGV", [13] = "SIGPIPE", [15] = "SIGTERM",
    };

    /// <summary>Its name; null for other numbers.</summary>
    public static string? NameOf(int number) => Names.GetValueOrDefault(number);
}
