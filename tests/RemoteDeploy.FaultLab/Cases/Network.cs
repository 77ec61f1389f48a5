using System.Globalization;

namespace RemoteDeploy.FaultLab.Cases;

/// <summary>What can happen to the victim's cable and connections. Rules of nftables are in its own network namespace.</summary>
internal static class Network
{
    /// <summary>Packets that are asked for at port 22 vanish.</summary>
    public static Task BlackHoleAsync(Scene scene) => RuleAsync(scene, "input", "tcp dport 22 drop");

    /// <summary>The host hears everything, and nobody hears it.</summary>
    public static Task DeafenAsync(Scene scene) => RuleAsync(scene, "output", "tcp sport 22 drop");

    /// <summary>Every packet that comes is answered with a reset.</summary>
    public static Task ResetAsync(Scene scene) => RuleAsync(scene, "input", "tcp dport 22 reject with tcp reset");

    /// <summary>Takes the rules away.</summary>
    public static Task LiftAsync(Scene scene) => scene.OnVictimAsync("nft delete table inet lab");

    /// <summary>Nothing passes the cable, and nobody is told.</summary>
    public static Task CutAsync(Scene scene) => scene.Fleet.CutCable(scene.Victim);

    /// <summary>The cable is whole again.</summary>
    public static Task JoinAsync(Scene scene) => scene.Fleet.JoinCable(scene.Victim);

    /// <summary>The cable is cut for eight seconds.</summary>
    public static async Task InterruptAsync(Scene scene)
    {
        await CutAsync(scene);
        await Task.Delay(TimeSpan.FromSeconds(8));
        await JoinAsync(scene);
    }

    /// <summary>The sessions stand still, TCP does not.</summary>
    public static Task StopSessionsAsync(Scene scene) => Scene.SignalAsync("STOP", Scene.Sessions(scene.Victim));

    /// <summary>The sessions go on.</summary>
    public static Task ContinueSessionsAsync(Scene scene) => Scene.SignalAsync("CONT", Scene.Sessions(scene.Victim));

    /// <summary>The sessions are killed.</summary>
    public static Task KillSessionsAsync(Scene scene) => Scene.SignalAsync("KILL", Scene.Sessions(scene.Victim));

    /// <summary>All of the host stands still, the listening sshd first.</summary>
    public static Task FreezeAsync(Scene scene) =>
        Scene.SignalAsync("STOP", [scene.Victim.ProcessId, .. Observing.Processes.SharingNamespace("pid", scene.Victim.ProcessId).Select(process => process.Id)]);

    /// <summary>All of the host goes on.</summary>
    public static Task ThawAsync(Scene scene) =>
        Scene.SignalAsync("CONT", Observing.Processes.SharingNamespace("pid", scene.Victim.ProcessId).Select(process => process.Id));

    /// <summary>Changes a line of the victim in the ssh_config.</summary>
    public static async Task RenameAsync(Scene scene, string address)
    {
        var config = await File.ReadAllTextAsync(scene.Fleet.ConfigFile);
        await File.WriteAllTextAsync(
            scene.Fleet.ConfigFile,
            config.Replace(string.Create(CultureInfo.InvariantCulture, $"HostName {scene.Victim.Address}\n"), $"HostName {address}\n", StringComparison.Ordinal));
    }

    private static Task RuleAsync(Scene scene, string hook, string rule) => scene.OnVictimAsync(
        $"nft add table inet lab; nft 'add chain inet lab x {{ type filter hook {hook} priority 0; }}'; nft add rule inet lab x {rule}");
}
