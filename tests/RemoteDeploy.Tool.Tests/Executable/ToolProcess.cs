using System.Diagnostics;
using System.Text.Json;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tool.Tests.Executable;

/// <summary>The built tool as a process of its own.</summary>
internal static class ToolProcess
{
    /// <summary>Path of the executable, which the build puts beside the tests.</summary>
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "dotnet-remotedeploy.exe" : "dotnet-remotedeploy");

    /// <summary>Runs it to its end.</summary>
    public static async Task<ProgramResult> RunAsync(string folder, params string[] args)
    {
        using var process = Start(folder, args);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ProgramResult(process.ExitCode, await output, await error);
    }

    /// <summary>Runs it with <c>--json</c>; the exit code and the document have to agree, and nothing else may be printed.</summary>
    public static async Task<JsonElement> JsonAsync(string folder, params string[] args)
    {
        var result = await RunAsync(folder, args);
        Assert.Empty(result.Error);
        var document = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(result.ExitCode, document.GetProperty("exitCode").GetInt32());
        Assert.Equal(result.ExitCode == 0, document.GetProperty("succeeded").GetBoolean());
        return document;
    }

    /// <summary>Starts it. The build server that these tests may run on is none of its business.</summary>
    public static Process Start(string folder, params string[] args)
    {
        var start = new ProcessStartInfo(Path, args)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in new[] { "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "TF_BUILD" })
        {
            start.Environment.Remove(name);
        }

        return Process.Start(start)!;
    }
}
