using System.Diagnostics;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Jobs;
using RemoteDeploy.Remoting;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Remoting;

/// <summary>A shell that the remote script has to run under, and the tools it finds there.</summary>
internal sealed record ScriptShell(string Name, string Program, string Arguments = "", bool HasBusyboxToolsOnly = false)
{
    private static readonly ScriptShell[] Known =
    [
        new("dash", "dash"),
        new("bash --posix", "bash", " --posix"),
        new("busybox sh", "busybox", " sh"),
        new("busybox tools", "busybox", " sh", HasBusyboxToolsOnly: true),
    ];

    public static TheoryData<string> Names => [.. Known.Select(shell => shell.Name)];

    public static ScriptShell Of(string name) => Known.Single(shell => shell.Name == name);

    /// <summary>A command line that starts it, for other shells.</summary>
    public string CommandLine => Programs.Find(Program) + Arguments;

    /// <summary>Fills a folder for PATH: <c>sh</c> is this shell, and where that is asked for every other tool is busybox.</summary>
    /// <returns>The value of PATH.</returns>
    public async Task<string> FillPathAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        File.CreateSymbolicLink(Path.Combine(folder, "sh"), Programs.Find(Program)!);
        if (!HasBusyboxToolsOnly)
        {
            return $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        }

        await LinkBusyboxAsync(folder);
        return folder;
    }

    /// <summary>Makes a folder whose programs are busybox and nothing else.</summary>
    public static async Task LinkBusyboxAsync(string folder)
    {
        Prerequisite.Program("busybox");
        Directory.CreateDirectory(folder);
        var busybox = Programs.Find("busybox")!;
        foreach (var applet in (await Programs.MustRunAsync(busybox, "--list")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!File.Exists(Path.Combine(folder, applet)))
            {
                File.CreateSymbolicLink(Path.Combine(folder, applet), busybox);
            }
        }
    }
}

/// <summary>Starts command lines under a shell of this machine in place of <c>/bin/sh</c>, in a folder that is the home.</summary>
internal sealed class ShellTransport(ScriptShell shell, string home, string path) : IHostTransport
{
    public Host Host { get; } = new() { Name = shell.Name, Address = "here" };

    /// <summary>Sessions so far.</summary>
    public int Starts { get; private set; }

    public IReadOnlyList<string> Remarks => [];

    public string Spell(string path) => path;

    public Task<Attempt<RemoteProcess>> StartAsync(string commandLine, CancellationToken cancellationToken)
    {
        Starts++;
        var start = new ProcessStartInfo(Programs.Find(shell.Program)!) { WorkingDirectory = home };
        foreach (var argument in shell.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(commandLine.Replace("/bin/sh", shell.CommandLine, StringComparison.Ordinal));
        start.Environment["HOME"] = home;
        start.Environment["PATH"] = path;
        start.Environment["TMPDIR"] = Path.Combine(home, "tmp");
        return Task.FromResult<Attempt<RemoteProcess>>(RemoteProcess.Start(start));
    }

    public Task<Attempt<TerminalCommand>> TerminalAsync(string commandLine, CancellationToken cancellationToken) =>
        Task.FromResult<Attempt<TerminalCommand>>(new TerminalCommand(Programs.Find(shell.Program)!, [.. shell.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), "-c", commandLine.Replace("/bin/sh", shell.CommandLine, StringComparison.Ordinal)]));

    public Task<HostIdentity?> IdentifyAsync(CancellationToken cancellationToken) => Task.FromResult<HostIdentity?>(null);

    public Task<Diagnosis> DiagnoseAsync(int exitCode, string error, string output, CancellationToken cancellationToken) =>
        Task.FromResult(new Diagnosis(new Fault(FaultCatalog.ShellUnusable, $"status {exitCode}: {error}{output}")));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
