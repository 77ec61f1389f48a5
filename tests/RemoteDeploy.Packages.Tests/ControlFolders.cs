using RemoteDeploy.Remoting.Ssh;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Packages.Tests;

/// <summary>The folder for control sockets is private or it is not used.</summary>
public sealed class ControlFolders : IDisposable
{
    private readonly string runtime = Directory.CreateTempSubdirectory("rd-run-").FullName;

    private string Folder => Path.Combine(runtime, "remotedeploy");

    [Fact]
    public void IsMadePrivateAndFoundAgain()
    {
        Prerequisite.Posix();
        Assert.Equal(Folder, ControlFolder.Prepare(runtime));
        Assert.Equal(Folder, ControlFolder.Prepare(runtime));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Mode(Folder));
    }

    [Fact]
    public void IsNotUsedWhenOthersMayEnter()
    {
        Prerequisite.Posix();
        Directory.CreateDirectory(Folder);
        SetMode(Folder, (UnixFileMode)0b111_101_101);
        Assert.NotEqual(Folder, ControlFolder.Prepare(runtime));
    }

    [Fact]
    public void IsNotUsedWhenItIsALink()
    {
        Prerequisite.Posix();
        var target = Directory.CreateDirectory(Path.Combine(runtime, "elsewhere")).FullName;
        SetMode(target, (UnixFileMode)0b111_000_000);
        Directory.CreateSymbolicLink(Folder, target);
        Assert.NotEqual(Folder, ControlFolder.Prepare(runtime));
    }

    [Fact]
    public async Task IsNotUsedWhenItBelongsToSomebodyElse()
    {
        Prerequisite.Posix();
        Prerequisite.Root();
        Assert.Equal(Folder, ControlFolder.Prepare(runtime));
        await Programs.MustRunAsync("chown", "65534", Folder);
        Assert.NotEqual(Folder, ControlFolder.Prepare(runtime));
    }

    [Fact]
    public void IsNotUsedWhenItsPathIsTooLongForASocket()
    {
        Prerequisite.Posix();
        var deep = Directory.CreateDirectory(Path.Combine(runtime, new string('d', 60))).FullName;
        Assert.DoesNotContain(deep, ControlFolder.Prepare(deep) ?? "", StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(runtime, recursive: true);

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
