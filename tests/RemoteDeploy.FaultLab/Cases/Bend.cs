namespace RemoteDeploy.FaultLab.Cases;

/// <summary>What can be bent on the victim: its programs, its user database, the start-up files of its shell.</summary>
internal static class Bend
{
    // All programs of the host by links, so that some can be left out or replaced.
    private const string AllPrograms = "mkdir -p /srv/bin; for p in /usr/bin/* /bin/*; do [ -e /srv/bin/\"${p##*/}\" ] || ln -s \"$p\" /srv/bin/; done; ";

    /// <summary>Sessions find only some programs.</summary>
    public static async Task WithoutAsync(Scene scene, params string[] programs)
    {
        await scene.OnVictimAsync(AllPrograms + "cd /srv/bin; rm -f " + string.Join(' ', programs));
        await UsePathAsync(scene);
    }

    /// <summary>Sessions find a script in place of a program; <c>$real</c> in it is the path of the program itself.</summary>
    public static async Task ReplaceAsync(Scene scene, string script, params string[] programs)
    {
        await scene.OnVictimAsync(AllPrograms);
        foreach (var program in programs)
        {
            var path = scene.Victim.Outside("/srv/bin/" + program);
            File.Delete(path);
            await File.WriteAllTextAsync(path, $"#!/bin/sh\nreal=/usr/bin/{program}\n{script}\n");
            await scene.OnVictimAsync($"chmod 755 /srv/bin/{program}");
        }

        await UsePathAsync(scene);
    }

    /// <summary>Sessions find the programs of busybox and no other, also as their shell.</summary>
    public static async Task BusyboxAsync(Scene scene)
    {
        await scene.OnVictimAsync("mkdir -p /srv/bin; busybox --install -s /srv/bin; mount --bind \"$(command -v busybox)\" \"$(readlink -f /bin/sh)\"");
        await UsePathAsync(scene);
    }

    /// <summary>Gives the user of the host another login shell.</summary>
    public static Task ShellAsync(Scene scene, string shell) => scene.OnVictimAsync(
        $"sed 's#^\\(root:.*:\\)[^:]*$#\\1{shell}#' /etc/passwd >/run/passwd; mount --bind /run/passwd /etc/passwd");

    /// <summary>The shell reads this before every command.</summary>
    public static Task BashrcAsync(Scene scene, string text) => File.WriteAllTextAsync(scene.Victim.Outside("~/.bashrc"), text + "\n");

    private static Task UsePathAsync(Scene scene) => Scene.SshdAsync(scene.Victim, "SetEnv PATH=/srv/bin");
}
