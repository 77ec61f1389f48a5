using System.ComponentModel;
using System.Diagnostics;

namespace RemoteDeploy.Remoting.Ssh;

/// <summary>What a program of this machine says to a question that stands in its arguments.</summary>
/// <param name="ExitCode">Its exit status.</param>
/// <param name="Output">All of its standard output.</param>
/// <param name="Error">Its standard error, raw, at most 64 KiB.</param>
internal sealed record ProgramAnswer(int ExitCode, string Output, string Error)
{
    /// <summary>Runs the program, without input, to its end.</summary>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static async Task<ProgramAnswer> ToAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(program, arguments, cancellationToken);
        return OwnSession.MayHaveComeTooLate(answer.ExitCode) ? await AskAsync(program, arguments, cancellationToken) : answer;
    }

    private static async Task<ProgramAnswer> AskAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        await using var process = RemoteProcess.Start(new ProcessStartInfo(program, arguments));
        process.CloseInput();
        using var reader = new StreamReader(process.Output);
        var output = await reader.ReadToEndAsync(cancellationToken);
        return new ProgramAnswer(await process.WaitAsync(cancellationToken), output, process.Error);
    }
}
