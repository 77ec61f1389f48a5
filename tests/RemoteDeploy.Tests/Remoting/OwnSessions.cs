using System.Diagnostics;
using System.Globalization;
using RemoteDeploy.Inventory;
using RemoteDeploy.Remoting;
using RemoteDeploy.Remoting.Ssh;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Remoting;

/// <summary>Programs that are to outlive what a terminal sends, with and without <c>setsid</c>.</summary>
public sealed class OwnSessions : IDisposable
{
    private readonly string programs = Directory.CreateTempSubdirectory("rd-programs-").FullName;

    public void Dispose() => Directory.Delete(programs, recursive: true);

    [Theory]
    [InlineData("INT", true)]
    [InlineData("INT", false)]
    [InlineData("HUP", false)]
    [InlineData("QUIT", false)]
    public async Task Go_on_when_the_group_is_struck(string signal, bool hasSetsid)
    {
        Prerequisite.Program("setsid");
        foreach (var name in hasSetsid ? new[] { "cat", "setsid" } : ["cat"])
        {
            File.CreateSymbolicLink(Path.Combine(programs, name), Programs.Find(name)!);
        }

        var start = new ProcessStartInfo("cat") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["PATH"] = programs;
        OwnSession.Give(start);
        Assert.Equal(hasSetsid ? Path.Combine(programs, "setsid") : "/bin/sh", start.FileName);
        using var program = Process.Start(start)!;
        await AskAsync(program);
        var fields = (await File.ReadAllTextAsync($"/proc/{program.Id}/stat")).Split(") ")[^1].Split(' ');
        if (hasSetsid)
        {
            // Its group and its session.
            Assert.Equal((program.Id.ToString(CultureInfo.InvariantCulture), fields[2]), (fields[2], fields[3]));
        }
        else
        {
            await Programs.MustRunAsync("kill", $"-{signal}", program.Id.ToString(CultureInfo.InvariantCulture));
        }

        await AskAsync(program);
        program.StandardInput.Close();
        await program.WaitForExitAsync();
        Assert.Equal(0, program.ExitCode);
    }

    [Fact]
    public void Leave_a_program_that_is_not_there_as_it_is()
    {
        var start = new ProcessStartInfo("no-such-program-anywhere");

        OwnSession.Give(start);

        Assert.Equal("no-such-program-anywhere", start.FileName);
    }

    [Theory]
    [InlineData(255, "", true)]
    [InlineData(255, "something new", false)]
    [InlineData(255, "ssh: connect to host h port 22: Connection refused", false)]
    [InlineData(130, "", true)]
    [InlineData(2, "", false)]
    public void Are_tried_again_when_they_ended_without_a_word_or_by_a_signal(int exitCode, string error, bool again) =>
        Assert.Equal(again, SshDiagnosis.Of(new Host { Name = "h", Address = "h" }, null, null, exitCode, error, "").IsTransient);

    private static async Task AskAsync(Process program)
    {
        await program.StandardInput.WriteLineAsync("still there");
        await program.StandardInput.FlushAsync();
        Assert.Equal("still there", await program.StandardOutput.ReadLineAsync());
    }
}
