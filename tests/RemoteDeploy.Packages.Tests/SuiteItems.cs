using Microsoft.Build.Utilities;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Pool;
using RemoteDeploy.Tasks.Requests;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Packages.Tests;

/// <summary>What a RemoteTestSuite item becomes, and which values it cannot have.</summary>
public sealed class SuiteItems : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rd-items-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void HaveDefaults()
    {
        var suite = Read(out var faults, ("TestAssembly", "X.dll"));
        var defaults = new TestSuite { Name = "s" };

        Assert.Empty(faults);
        Assert.Equal((defaults.Mode, defaults.Unit, defaults.Retries, defaults.Timeout, defaults.ArtifactsCap), (suite.Mode, suite.Unit, suite.Retries, suite.Timeout, suite.ArtifactsCap));
    }

    [Fact]
    public void HaveAllSettings()
    {
        var suite = Read(
            out var faults,
            ("TestAssembly", "X.dll"), ("Mode", "Pool"), ("Unit", "test"), ("Retries", "2"), ("Requires", "gpu; cpus>=4;Microsoft.NETCore.App [10.0,11.0)"),
            ("Spares", "lab9"), ("SetUp", "./up.sh 'a b'"), ("TearDown", "./down.sh;a b"), ("Artifacts", "logs/*.txt;**/*.dmp"), ("ArtifactsCap", "1MB"));

        Assert.Empty(faults);
        Assert.Equal((SuiteMode.Pool, UnitSize.Test, 2, "lab9", 1_000_000), (suite.Mode, suite.Unit, suite.Retries, suite.Spares, suite.ArtifactsCap));
        Assert.Equal(["gpu", "cpus>=4", "Microsoft.NETCore.App [10.0,11.0)"], suite.Requires.Select(one => one.ToString()));
        Assert.Equal(["./up.sh", "a b"], suite.SetUp);
        Assert.Equal(["./down.sh", "a b"], suite.TearDown);
        Assert.Equal(["logs/*.txt", "**/*.dmp"], suite.Artifacts);
    }

    [Fact]
    public void HaveUnitsThatAreCommands()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "units.txt"), "./a.sh 'x y'\n");

        var listed = Read(out var faults, ("Mode", "pool"), ("Units", "./check.sh --fast; ./check.sh --slow"));
        Assert.Empty(faults);
        Assert.Equal(["./check.sh --fast", "./check.sh --slow"], listed.Units.Select(unit => unit.Name));
        var ofFile = Read(out faults, ("Mode", "pool"), ("UnitsFile", "units.txt"));
        Assert.Empty(faults);
        Assert.Equal(["./a.sh", "x y"], Assert.Single(ofFile.Units).Arguments);
        Assert.Equal(["./list.sh", "--all"], Read(out faults, ("Mode", "pool"), ("UnitsFrom", "./list.sh --all")).UnitsFrom);
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("Mode", "most")]
    [InlineData("Unit", "file")]
    [InlineData("Unit", "class")]
    [InlineData("Units", "./x.sh")]
    [InlineData("UnitsFile", "nowhere.txt")]
    [InlineData("UnitsFrom", "'x")]
    [InlineData("Retries", "-1")]
    [InlineData("Retries", "101")]
    [InlineData("Requires", "gpu;a/b")]
    [InlineData("Spares", "lab9")]
    [InlineData("SetUp", "it's")]
    [InlineData("Artifacts", "../*")]
    [InlineData("ArtifactsCap", "256")]
    [InlineData("Timeout", "0s")]
    public void CannotHaveAnyValue(string name, string value)
    {
        Read(out var faults, ("TestAssembly", "X.dll"), (name, value));

        var fault = Assert.Single(faults);
        Assert.Equal((FaultCatalog.BadSuite, Project), (fault.Code, fault.Location?.File));
    }

    [Fact]
    public void AreNotOfferedWhatOnlyTestAssembliesHave()
    {
        Read(out var faults, ("Command", "./x.sh"), ("Mode", "pool"), ("Unit", "test"));

        Assert.Contains("UnitsFile", Assert.Single(faults).Try, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mod", "Mode")]
    [InlineData("Retires", "Retries")]
    [InlineData("Setup", null)]
    [InlineData("Artefacts", "Artifacts")]
    public void WithMisspelledMetadataAreRefused(string name, string? meant)
    {
        Read(out var faults, ("Command", "./x.sh"), (name, meant is null ? "./y.sh" : "1"));

        Assert.Equal(meant is null ? [] : [$"Did you mean {meant}?"], faults.Select(fault => fault.Try!.Split(" If")[0]));
    }

    [Fact]
    public void AreRunAsThePropertiesSay()
    {
        var fleet = Fleet.Read(Settings(("TestFilter", "Category=fast&Name!=X"), ("TestMaxFailures", "3"), ("TestFailOnFlaky", "true"), ("TestHistory", "h.json"), ("TestLostAfter", "5m")), [new TaskItem("local:a")], Source()).Value;

        Assert.Equal(("Category=fast&Name!=X", 3, true, Path.Combine(folder.FullName, "h.json")), (fleet.Tests.Filter!.ToString(), fleet.Tests.MaxFailures, fleet.Tests.FailOnFlaky, fleet.Tests.HistoryFile));
        Assert.Equal(TimeSpan.FromMinutes(5), fleet.Fill(new RemoteDeploy.Planning.FleetRequest { Hosts = fleet.Hosts }).LostAfter);
    }

    [Theory]
    [InlineData("TestFilter", "Name=")]
    [InlineData("TestMaxFailures", "0")]
    [InlineData("TestFailOnFlaky", "maybe")]
    [InlineData("TestLostAfter", "0s")]
    public void AreNotRunWhenAPropertyIsWrong(string name, string value)
    {
        File.WriteAllText(Project, $"<Project>\n  <PropertyGroup>\n    <Remote{name}>x</Remote{name}>\n  </PropertyGroup>\n</Project>\n");

        var fault = Assert.Single(Fleet.Read(Settings((name, value)), [new TaskItem("local:a")], Source()).Faults);

        Assert.Equal((FaultCatalog.BadUsage, new SourceLocation(Project, 3, 6)), (fault.Code, fault.Location));
    }

    private string Project => Path.Combine(folder.FullName, "App.csproj");

    private ProjectSource Source() => new(Settings());

    private TaskItem Settings(params ReadOnlySpan<(string Name, string Value)> metadata)
    {
        var item = new TaskItem("app");
        item.SetMetadata("ProjectFile", Project);
        item.SetMetadata("WorkFolder", folder.FullName);
        foreach (var (name, value) in metadata)
        {
            item.SetMetadata(name, value);
        }

        return item;
    }

    private TestSuite Read(out IReadOnlyList<Fault> faults, params ReadOnlySpan<(string Name, string Value)> metadata)
    {
        var item = new TaskItem("s");
        foreach (var (name, value) in metadata)
        {
            item.SetMetadata(name, value);
        }

        var found = new List<Fault>();
        faults = found;
        return new SuiteReader(item, Source(), found).Read();
    }
}
