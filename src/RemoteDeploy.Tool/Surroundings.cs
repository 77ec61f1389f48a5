using System.ComponentModel;
using System.Diagnostics;
using RemoteDeploy.Tool.Rendering;
using RemoteDeploy.Tool.Running;

namespace RemoteDeploy.Tool;

/// <summary>Everything the tool takes from the process and the machine: nothing else reads the environment, the clock or the console.</summary>
internal sealed record Surroundings
{
    /// <summary>The working folder, absolute.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>Home folder of the user, for <c>~/</c>; null when there is none.</summary>
    public string? Home { get; init; }

    /// <summary>Reads an environment variable; null when it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = static _ => null;

    /// <summary>Standard output as text.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error as text.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Standard output as bytes, for JSON; opened when it is needed.</summary>
    public required Func<Stream> OpenOutput { get; init; }

    /// <summary>Says why some of standard output could not be written; null while all was.</summary>
    public Func<string?> OutputLoss { get; init; } = static () => null;

    /// <summary>Size of the terminal that standard output is, asked anew because windows change; null when it is none.</summary>
    public Func<TerminalSize>? OutputTerminal { get; init; }

    /// <summary>True when standard input is a terminal.</summary>
    public bool InputIsTerminal { get; init; }

    /// <summary>True when standard error is a terminal.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Shows a file in the program that the user has for such; says why it cannot, null when it could.</summary>
    public Func<string, string?> ShowFile { get; init; } = static _ => "there is no desktop";

    /// <summary>Gives the terminal to a program until it ends, and tells its exit status; null when it cannot be started.</summary>
    public Func<ProcessStartInfo, Task<int?>> HandOver { get; init; } = static _ => Task.FromResult<int?>(null);

    /// <summary>Clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Why there is no folder that this process works in; null where there is.</summary>
    public static string? LostFolder()
    {
        try
        {
            return Environment.CurrentDirectory.Length == 0 ? "none" : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    /// <summary>The surroundings of this process.</summary>
    public static Surroundings OfProcess()
    {
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = System.Text.Encoding.UTF8;
        }

        var output = new StandardStream(Console.OpenStandardOutput);
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return new Surroundings
        {
            WorkFolder = Environment.CurrentDirectory,
            Home = home.Length == 0 ? null : home,
            Variable = Environment.GetEnvironmentVariable,
            Output = output.Text(Console.OutputEncoding),
            Error = new StandardStream(Console.OpenStandardError).Text(Console.OutputEncoding),
            OpenOutput = () => output,
            OutputLoss = () => output.Loss,
            OutputTerminal = Console.IsOutputRedirected ? null : TerminalSize.OfConsole,
            InputIsTerminal = !Console.IsInputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            ShowFile = Show,
            HandOver = HandOverAsync,
        };
    }

    private static async Task<int?> HandOverAsync(ProcessStartInfo start)
    {
        try
        {
            using var program = Process.Start(start)!;
            await program.WaitForExitAsync();
            return program.ExitCode;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static string? Show(string file)
    {
        try
        {
            using var program = Process.Start(new ProcessStartInfo(file) { UseShellExecute = true });
            return null;
        }
        catch (Exception failure) when (failure is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            return failure.Message;
        }
    }
}
