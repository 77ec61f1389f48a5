using System.Diagnostics;

namespace RemoteDeploy.TestSupport.Hosts;

/// <summary>
/// A script that keeps hosts. Its stdin is the leash: when this process ends, even by a crash, the script reads the end of
/// input and takes everything down.
/// </summary>
internal sealed class Leash : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly Task<string> errors;
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    private Leash(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    public int ProcessId => process.Id;

    /// <summary>Writes a script of this assembly into a folder.</summary>
    public static async Task<string> UnpackAsync(string script, string folder)
    {
        var path = Path.Combine(folder, script);
        await using var resource = typeof(Leash).Assembly.GetManifestResourceStream(script)!;
        await using var file = File.Create(path);
        await resource.CopyToAsync(file);
        return path;
    }

    public static Leash Hold(IReadOnlyList<string> command) => new(Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);

    /// <summary>Says one line to the script and waits for its answer.</summary>
    /// <exception cref="InvalidOperationException">The script says that it failed, or says nothing.</exception>
    public async Task SayAsync(string line)
    {
        await oneAtATime.WaitAsync();
        try
        {
            await process.StandardInput.WriteAsync(line + "\n");
            await process.StandardInput.FlushAsync();
            var answer = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
            if (!string.Equals(answer, "ok", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"'{line}': {answer ?? $"the script ended: {await errors}"}");
            }
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>Kills the process that was started, not its children.</summary>
    public void Kill() => process.Kill();

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
