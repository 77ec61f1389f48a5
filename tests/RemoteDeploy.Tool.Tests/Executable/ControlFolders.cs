using RemoteDeploy.TestSupport;
using RemoteDeploy.Tool.Running;

namespace RemoteDeploy.Tool.Tests.Executable;

public sealed class ControlFolders : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string folder = Path.Combine("/tmp", "rd-" + Guid.NewGuid().ToString("N")[..8]);

    public ControlFolders()
    {
        Prerequisite.Posix();
        Directory.CreateDirectory(folder);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Are_made_for_us_alone()
    {
        var chosen = ControlFolder.TakePrivate(Path.Combine(folder, "c"));

        Assert.NotNull(chosen);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(chosen) == Private);
    }

    [Fact]
    public void Are_closed_to_others_when_they_are_there_already()
    {
        var open = Directory.CreateDirectory(Path.Combine(folder, "c")).FullName;

        Assert.Equal(open, ControlFolder.TakePrivate(open));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(open) == Private);
    }

    [Fact]
    public void Are_no_links()
    {
        Directory.CreateSymbolicLink(Path.Combine(folder, "link"), Directory.CreateDirectory(Path.Combine(folder, "real")).FullName);

        Assert.Null(ControlFolder.TakePrivate(Path.Combine(folder, "link")));
    }

    [Fact]
    public void Are_no_files()
    {
        File.WriteAllText(Path.Combine(folder, "file"), "");

        Assert.Null(ControlFolder.TakePrivate(Path.Combine(folder, "file")));
    }

    [Fact]
    public void Leave_room_for_a_socket() => Assert.Null(ControlFolder.TakePrivate(Path.Combine(folder, new string('x', 60))));

    [Fact]
    public void Can_be_had_on_this_machine() => Assert.True(Directory.Exists(ControlFolder.Choose(null)));
}
