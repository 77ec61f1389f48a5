using System.Security.Cryptography;
using System.Text;
using RemoteDeploy.Inventory;
using RemoteDeploy.Remoting;
using RemoteDeploy.Remoting.Local;
using RemoteDeploy.Remoting.Ssh;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Hosts;

namespace RemoteDeploy.Tests.Remoting;

/// <summary>The duties of <see cref="IHostTransport"/>. Every implementation has a class below and passes all of this.</summary>
public abstract class Transports(TransportPlace place) : IAsyncLifetime
{
    private IHostTransport transport = null!;

    public async ValueTask InitializeAsync() => transport = await place.OpenAsync();

    public ValueTask DisposeAsync() => transport.DisposeAsync();

    [Fact]
    public async Task Pass_bytes_unchanged_in_both_directions()
    {
        byte[] sent = [.. Enumerable.Range(0, 256).Select(value => (byte)value), .. RandomNumberGenerator.GetBytes(1 << 20)];
        await using var process = await StartAsync("exec cat");

        var writing = WriteAsync(process, sent);
        using var received = new MemoryStream();
        await process.Output.CopyToAsync(received);
        await writing;

        Assert.True(sent.AsSpan().SequenceEqual(received.ToArray()), "the bytes differ");
        Assert.Equal(0, await process.WaitAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Give_a_terminal_to_a_script_whatever_its_path()
    {
        Prerequisite.Program("script");
        var folder = Directory.CreateTempSubdirectory("rd terminal $(x) 'ü\"!").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "open"), "tty -s && echo \"a terminal\" \"$TERM\"; exit 3\n");

        var command = ScriptHost.Succeeded(await transport.TerminalAsync(RemoteScript.TerminalLauncher(Path.Combine(folder, "open")), CancellationToken.None));
        var line = string.Join(' ', command.Arguments.Prepend(command.Program).Select(ShellWord.Quote));
        var result = await Programs.RunAsync("script", "-qec", $"TERM=xterm; export TERM; {line}", "/dev/null");

        // Its own input is over, which script types as a character that the terminal may show.
        Assert.Equal(3, result.ExitCode);
        Assert.EndsWith("a terminal xterm", result.Output.Trim(), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Keep_standard_error_apart()
    {
        await using var process = await StartAsync("echo out; echo err >&2; exit 7");

        Assert.Equal("out\n", await ReadAsync(process));
        Assert.Equal(7, await process.WaitAsync(CancellationToken.None));
        Assert.Equal("err\n", process.Error);
    }

    [Fact]
    public async Task Let_the_program_see_the_end_of_its_input()
    {
        await using var process = await StartAsync("cat >/dev/null; echo ended");

        process.CloseInput();

        Assert.Equal("ended\n", await ReadAsync(process));
    }

    [Fact]
    public async Task End_the_link_to_the_program_with_the_process()
    {
        var process = await StartAsync("echo $$; exec cat");
        using var reader = new StreamReader(process.Output);
        var id = int.Parse((await reader.ReadLineAsync())!);

        await process.DisposeAsync();

        await Processes.GoneAsync(id);
    }

    [Fact]
    public async Task Overlap_their_starts()
    {
        var started = await Task.WhenAll(Enumerable.Range(0, 5).Select(number => StartAsync($"echo {number}; exec cat")));
        for (var number = 0; number < started.Length; number++)
        {
            var line = new byte[2];
            await started[number].Output.ReadExactlyAsync(line);
            Assert.Equal($"{number}\n", Encoding.ASCII.GetString(line));
        }

        foreach (var process in started)
        {
            await process.DisposeAsync();
        }
    }

    [Fact]
    public async Task Have_no_terminal()
    {
        await using var process = await StartAsync("tty; (: </dev/tty) 2>/dev/null || echo none");
        process.CloseInput();

        Assert.Equal("not a tty\nnone\n", await ReadAsync(process));
    }

    [Fact]
    public async Task Keep_a_status_of_255_of_a_command_apart_from_their_own()
    {
        await using var session = new HostSession(await place.OpenAsync(), "~/base", new SessionLimits(ScriptHost.Patience, ScriptHost.Patience, TimeProvider.System));

        var answered = await session.CallAsync(new ScriptCall("exec", "~", "sh", "-c", "exit 255") { HoldsInput = true }, CancellationToken.None);

        Assert.Equal(255, ScriptHost.Succeeded(answered).Status);
    }

    private async Task<RemoteProcess> StartAsync(string commands)
    {
        Assert.DoesNotContain('\'', commands);
        return ScriptHost.Succeeded(await transport.StartAsync($"exec /bin/sh -c '{commands}'", CancellationToken.None));
    }

    private static async Task WriteAsync(RemoteProcess process, byte[] bytes)
    {
        await process.Input.WriteAsync(bytes);
        process.CloseInput();
    }

    private static Task<string> ReadAsync(RemoteProcess process) => new StreamReader(process.Output).ReadToEndAsync();
}

public sealed class LocalTransports(LocalPlace place) : Transports(place), IClassFixture<LocalPlace>;

public sealed class SshTransports(SshPlace place) : Transports(place), IClassFixture<SshPlace>;

public sealed class SshTransportsWithoutControlSockets(SshPlaceWithoutControlSockets place) : Transports(place), IClassFixture<SshPlaceWithoutControlSockets>;

/// <summary>Where transports lead.</summary>
public abstract class TransportPlace : IAsyncDisposable
{
    internal abstract Task<IHostTransport> OpenAsync();

    public abstract ValueTask DisposeAsync();
}

public sealed class LocalPlace : TransportPlace
{
    private readonly string folder = Directory.CreateTempSubdirectory("rd-local-").FullName;

    internal override Task<IHostTransport> OpenAsync()
    {
        Prerequisite.Posix();
        return Task.FromResult<IHostTransport>(new LocalTransport(new Host { Name = "local:h", Address = "h", Kind = HostKind.Local }, folder));
    }

    public override ValueTask DisposeAsync()
    {
        BusyFolder.Remove(folder);
        return ValueTask.CompletedTask;
    }
}

public class SshPlace : TransportPlace
{
    private readonly string control = Directory.CreateTempSubdirectory("rdc").FullName;
    private SshFleet? fleet;

    private protected virtual string? ControlFolder => control;

    internal override async Task<IHostTransport> OpenAsync()
    {
        Prerequisite.Sshd();
        fleet ??= await SshFleet.StartAsync(1);
        return new SshTransport(
            new Host { Name = "h1", Address = "h1" },
            new SshSettings("ssh", "ssh-keygen", fleet.ConfigFile, ControlFolder, ScriptHost.Patience, ScriptHost.Patience));
    }

    public override async ValueTask DisposeAsync()
    {
        if (fleet is not null)
        {
            await fleet.DisposeAsync();
        }

        Directory.Delete(control, recursive: true);
        GC.SuppressFinalize(this);
    }
}

public sealed class SshPlaceWithoutControlSockets : SshPlace
{
    private protected override string? ControlFolder => null;
}
