using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Compression;

/// <summary>The <c>zstd</c> program of this machine: compresses files one after the other, a frame each.</summary>
internal sealed class ZstdProgram(string program) : IContentEncoding
{
    private readonly Lazy<bool> isThere = new(() => Runs(program));

    /// <inheritdoc/>
    public string Name => "zstd";

    /// <inheritdoc/>
    public double FastLink => 200e6;

    /// <summary>True when the program can be started.</summary>
    public bool IsThere => isThere.Value;

    /// <inheritdoc/>
    public void Compress(IReadOnlyList<(string Path, CompressedContent Content)> files, int effort, SpoolFile spool, CancellationToken cancellationToken)
    {
        var done = 0;
        try
        {
            var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };

            // -f follows links. The checksum is left out: digests are compared at the other end. One thread: several programs run at
            // a time.
            foreach (var argument in (string[])[string.Create(CultureInfo.InvariantCulture, $"-{effort}"), "--single-thread", "-q", "-f", "--no-check", "-c", "--", .. files.Select(file => file.Path)])
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            using var ending = new KillOnDispose(process);
            using var killing = cancellationToken.Register(ending.Dispose);
            process.StandardInput.Close();
            SystemPipe.Enlarge(process.StandardOutput.BaseStream);
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            using var output = new BufferedStream(process.StandardOutput.BaseStream, 128 * 1024);
            for (; done < files.Count; done++)
            {
                var content = files[done].Content;
                content.Begin(spool);

                // A file that could not be opened leaves no frame: the next one's must not pass for it, which its length tells.
                ZstdFrame.Read(output, content.Size, bytes =>
                {
                    spool.Append(bytes);
                    content.Grow(bytes.Length);
                });
                content.Complete();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or Win32Exception or InvalidOperationException)
        {
            foreach (var (_, content) in files.Skip(done))
            {
                content.Fail();
            }
        }
    }

    /// <inheritdoc/>
    public void WriteStored(Stream to, ReadOnlySpan<byte> content) => ZstdFrame.WriteStored(to, content);

    // Whatever it has not written when nobody reads on is not wanted.
    private sealed class KillOnDispose(Process process) : IDisposable
    {
        public void Dispose()
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static bool Runs(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, "-V") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
