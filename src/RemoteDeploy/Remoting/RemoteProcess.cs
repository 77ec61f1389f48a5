using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace RemoteDeploy.Remoting;

/// <summary>
/// A running program of a transport. Disposing closes its input, so that it can clean up, and its output. A client that leads to a host is
/// ended by force then; what is a host's own goes on until it has cleaned up, as it does on the other side of a connection.
/// </summary>
internal sealed class RemoteProcess : IAsyncDisposable
{
    private const int MaxError = 64 * 1024;
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);
    private readonly Process process;
    private readonly bool isOfHost;
    private readonly StringBuilder error = new();
    private readonly Task errorPump;

    private RemoteProcess(Process process, bool isOfHost)
    {
        this.process = process;
        this.isOfHost = isOfHost;
        errorPump = PumpErrorAsync();
    }

    /// <summary>Standard input of the program.</summary>
    public Stream Input => process.StandardInput.BaseStream;

    /// <summary>Standard output of the program.</summary>
    public Stream Output => process.StandardOutput.BaseStream;

    /// <summary>What the program wrote to standard error so far, raw, at most 64 KiB.</summary>
    public string Error
    {
        get
        {
            lock (error)
            {
                return error.ToString();
            }
        }
    }

    /// <summary>True when it has ended.</summary>
    public bool HasExited
    {
        get
        {
            try
            {
                return process.HasExited;
            }
            catch (InvalidOperationException)
            {
                // It was disposed of.
                return true;
            }
        }
    }

    /// <summary>Starts a program with all three streams redirected, out of reach of what a terminal sends.</summary>
    /// <param name="startInfo">The program.</param>
    /// <param name="isOfHost">True for a program of the host itself, false for a client that leads there.</param>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public static RemoteProcess Start(ProcessStartInfo startInfo, bool isOfHost = false)
    {
        startInfo.RedirectStandardInput = true;
        startInfo.RedirectStandardOutput = true;
        startInfo.RedirectStandardError = true;
        startInfo.UseShellExecute = false;
        startInfo.CreateNoWindow = true;
        startInfo.StandardErrorEncoding = Encoding.UTF8;
        OwnSession.Give(startInfo);
        return new RemoteProcess(Process.Start(startInfo)!, isOfHost);
    }

    /// <summary>Closes standard input; the program sees its end.</summary>
    public void CloseInput()
    {
        try
        {
            process.StandardInput.BaseStream.Close();
        }
        catch (IOException)
        {
            // The program is gone already, and with it the pipe.
        }
    }

    /// <summary>Waits for the end and returns the exit status.</summary>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        await Task.WhenAny(errorPump, Task.Delay(500, cancellationToken));
        return process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        CloseInput();
        try
        {
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(Grace));
            if (!isOfHost && !process.HasExited)
            {
                process.Kill();
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It ended by itself in between.
        }

        // A grandchild may hold standard error open for ever: the pump is not waited for beyond a moment.
        await Task.WhenAny(errorPump, Task.Delay(200));

        // Disposing of the process leaves its streams open: a grandchild that goes on writing has to learn that nobody reads.
        Output.Close();
        process.StandardError.BaseStream.Close();
        process.Dispose();
    }

    private async Task PumpErrorAsync()
    {
        try
        {
            // By the piece and not by the line: one line of a host may never end.
            var piece = new char[4096];
            int read;
            while ((read = await process.StandardError.ReadAsync(piece)) > 0)
            {
                lock (error)
                {
                    error.Append(piece, 0, Math.Min(read, MaxError - error.Length));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process was disposed while it was read.
        }
    }
}
