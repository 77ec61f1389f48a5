namespace RemoteDeploy;

/// <summary>Where a user's caches lie, for <see cref="EngineOptions.CacheFolder"/>.</summary>
public static class CacheFolder
{
    /// <summary>The folder for this product's cache. Makes nothing.</summary>
    /// <param name="cacheHome">The value of <c>XDG_CACHE_HOME</c>; null or empty for none.</param>
    /// <param name="home">The user's home folder; null or empty for none.</param>
    /// <returns><c>CACHEHOME/remotedeploy</c>, else <c>HOME/.cache/remotedeploy</c>; on Windows <c>AppData/Local/remotedeploy</c> in the home folder; null without a home.</returns>
    public static string? Of(string? cacheHome, string? home)
    {
        if (!OperatingSystem.IsWindows() && cacheHome is { Length: > 0 } && Path.IsPathRooted(cacheHome))
        {
            return Path.Combine(cacheHome, "remotedeploy");
        }

        return home is not { Length: > 0 } || !Path.IsPathRooted(home)
            ? null
            : OperatingSystem.IsWindows() ? Path.Combine(home, "AppData", "Local", "remotedeploy") : Path.Combine(home, ".cache", "remotedeploy");
    }
}
