using System.Diagnostics;

namespace RemoteDeploy.TestSupport;

/// <summary>Finds and runs programs of this machine.</summary>
public static class Programs
{
    // sshd is seldom on a user's PATH.
    private static readonly string[] SystemFolders = ["/usr/sbin", "/usr/local/sbin", "/sbin", "/usr/bin", "/bin"];

    /// <summary>The full path of a program, or null.</summary>
    public static string? Find(string name)
    {
        if (Path.IsPathRooted(name))
        {
            return File.Exists(name) ? name : null;
        }

        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(SystemFolders)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Makes a shell script that can be executed at once. Another process writes it: programs that are started here meanwhile
    /// inherit a file that is open for writing for a moment, and as long as they have it nobody can execute it.</summary>
    public static void WriteScript(string path, string script)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var writer = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "cat >\"$0\" && chmod 755 \"$0\"", path]) { RedirectStandardInput = true, UseShellExecute = false })!;
        writer.StandardInput.Write($"#!/bin/sh\n{script}\n");
        writer.StandardInput.Close();
        writer.WaitForExit();
        if (writer.ExitCode != 0)
        {
            throw new IOException($"{path} cannot be written.");
        }
    }

    /// <summary>Runs a program to its end without input.</summary>
    public static Task<ProgramResult> RunAsync(string name, params string[] arguments) => RunAsync(new ProgramCall(name, arguments));

    /// <summary>Runs a program to its end without input.</summary>
    /// <exception cref="TimeoutException">It passed its deadline.</exception>
    public static async Task<ProgramResult> RunAsync(ProgramCall call)
    {
        using var process = Process.Start(ToStart(call))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(call.Deadline);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{call}' did not end within {call.Deadline}. It said:\n{await output}\n{await error}", exception);
        }

        return new ProgramResult(process.ExitCode, await output, await error);
    }

    /// <summary>Runs a program that has to succeed, and returns its output.</summary>
    /// <exception cref="InvalidOperationException">Its exit code is not 0.</exception>
    public static Task<string> MustRunAsync(string name, params string[] arguments) => MustRunAsync(new ProgramCall(name, arguments));

    /// <summary>Runs a program that has to succeed, and returns its output.</summary>
    /// <exception cref="InvalidOperationException">Its exit code is not 0.</exception>
    public static async Task<string> MustRunAsync(ProgramCall call)
    {
        var result = await RunAsync(call);
        return result.ExitCode == 0
            ? result.Output
            : throw new InvalidOperationException($"'{call}' exits {result.ExitCode}: {result.Output}{result.Error}");
    }

    private static ProcessStartInfo ToStart(ProgramCall call)
    {
        var start = new ProcessStartInfo(Find(call.Name) ?? call.Name, call.Arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = call.Folder ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in call.Environment)
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }

        return start;
    }
}
