using RemoteDeploy.TestSupport;

namespace RemoteDeploy.FaultLab.Cases;

/// <summary>What is known of the victim's key.</summary>
internal static class KnownHosts
{
    private const string Kept = "known_hosts";

    /// <summary>Another key is known than the host has.</summary>
    public static async Task ExchangeAsync(Scene scene)
    {
        await ForgetAsync(scene);
        var key = scene.In("other-key");
        await Programs.MustRunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key);
        await File.AppendAllTextAsync(scene.Fleet.KnownHosts, $"{scene.Victim.Address} {(await File.ReadAllTextAsync(key + ".pub")).Trim()}\n");
    }

    /// <summary>No key is known.</summary>
    public static async Task ForgetAsync(Scene scene)
    {
        File.Copy(scene.Fleet.KnownHosts, scene.In(Kept));
        var lines = await File.ReadAllLinesAsync(scene.Fleet.KnownHosts);
        await File.WriteAllLinesAsync(scene.Fleet.KnownHosts, lines.Where(line => !line.StartsWith(scene.Victim.Address + " ", StringComparison.Ordinal)));
    }

    /// <summary>As it was.</summary>
    public static Task RestoreAsync(Scene scene)
    {
        File.Copy(scene.In(Kept), scene.Fleet.KnownHosts, overwrite: true);
        return Task.CompletedTask;
    }
}
