using System.Diagnostics;
using System.Globalization;

namespace RemoteDeploy.TestSupport.Hosts;

/// <summary>
/// Runs <c>host.sh</c>, which starts and stops a host. Its stdin is the leash: when this process ends, even by a crash,
/// the script reads the end of input and takes the host down.
/// </summary>
internal sealed class HostPower : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly Task<string> errors;
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    private HostPower(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    public int ProcessId => process.Id;

    public static HostPower Plug(string folder, string name, string mark, int srvMegabytes)
    {
        var script = Path.Combine(folder, "host.sh");
        using (var resource = typeof(HostPower).Assembly.GetManifestResourceStream("host.sh")!)
        using (var file = File.Create(script))
        {
            resource.CopyTo(file);
        }

        string[] shell = ["/bin/sh", script, folder, name, mark, Programs.Find("sshd")!, Prerequisite.HasIsolation ? "yes" : "no",
            srvMegabytes.ToString(CultureInfo.InvariantCulture)];
        string[] command = Prerequisite.HasIsolation ? [Programs.Find("unshare")!, "--mount", "--uts", .. shell] : shell;
        return new HostPower(Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
    }

    /// <summary>Says one word to the script and waits for its answer.</summary>
    /// <exception cref="InvalidOperationException">The script says that it failed, or says nothing.</exception>
    public async Task SayAsync(string word)
    {
        await oneAtATime.WaitAsync();
        try
        {
            await process.StandardInput.WriteAsync(word + "\n");
            await process.StandardInput.FlushAsync();
            var answer = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
            if (!string.Equals(answer, "ok", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"'{word}': {answer ?? $"host.sh ended: {await errors}"}");
            }
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            process.Dispose();
            oneAtATime.Dispose();
        }
    }
}
