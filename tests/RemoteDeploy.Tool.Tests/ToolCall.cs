using System.Text;
using System.Text.Json;

namespace RemoteDeploy.Tool.Tests;

/// <summary>A call of the tool inside the test's process, without terminal, environment or home.</summary>
/// <param name="ExitCode">Exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record ToolCall(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output as one JSON document.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static Task<ToolCall> RunAsync(string folder, params string[] args) => RunAsync(folder, static here => here, args);

    /// <summary>The same with other surroundings, such as environment variables.</summary>
    public static async Task<ToolCall> RunAsync(string folder, Func<Surroundings, Surroundings> with, params string[] args)
    {
        var (bytes, error) = (new MemoryStream(), new StringWriter());
        using var output = new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
        var here = new Surroundings { WorkFolder = folder, Home = "/home/me", Output = output, Error = error, OpenOutput = () => bytes };
        var exitCode = await RemoteDeployTool.RunAsync(args, with(here), CancellationToken.None);
        return new ToolCall(exitCode, Encoding.UTF8.GetString(bytes.ToArray()), error.ToString());
    }
}
