using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Packages.Tests.Infra;

/// <summary>A folder of a user's, outside of this repository, with a NuGet.Config of its own, in which the real dotnet runs.</summary>
public sealed class ScratchProject : IDisposable
{
    private readonly PackedPackages packages;
    private int runs;

    public ScratchProject(PackedPackages packages)
    {
        this.packages = packages;
        Folder = Directory.CreateDirectory(Path.Combine(packages.Folder, "p" + Guid.NewGuid().ToString("N")[..8])).FullName;
        Write("NuGet.Config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{packages.Cache}" /></config>
              <packageSources><clear /><add key="packed" value="{packages.Feed}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="machine" value="{packages.ThirdParty}" /></fallbackPackageFolders>
            </configuration>
            """);
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
    }

    public string Folder { get; }

    public string this[string path] => Path.Combine(Folder, path);

    /// <summary>The reference that users write.</summary>
    public string Reference => $"""<PackageReference Include="RemoteDeploy.Tasks" Version="{packages.Version}" PrivateAssets="all" />""";

    /// <summary>A program <c>App</c> that references the package.</summary>
    public static ScratchProject App(PackedPackages packages, string content = "")
    {
        var project = new ScratchProject(packages);
        project.WriteApp(content);
        return project;
    }

    public void WriteApp(string content = "", string frameworks = "<TargetFramework>net10.0</TargetFramework>") => Write("App.csproj", $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            {frameworks}
            <UseAppHost>false</UseAppHost>
          </PropertyGroup>
          <ItemGroup>
            {Reference}
          </ItemGroup>
          {content}
        </Project>
        """).Write("Program.cs", """System.Console.WriteLine("hello");""");

    public ScratchProject Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.WriteAllText(this[path], text);
        return this;
    }

    /// <summary>A shell script that publish copies.</summary>
    public ScratchProject WriteScript(string path, string text)
    {
        Write(path, "#!/bin/sh\n" + text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(this[path], (UnixFileMode)0b111_101_101);
        }

        return this;
    }

    /// <summary>1-based line of the first line that holds the text.</summary>
    public int LineOf(string path, string text) =>
        Array.FindIndex(File.ReadAllLines(this[path]), line => line.Contains(text, StringComparison.Ordinal)) + 1;

    /// <summary>Runs dotnet in the folder, with a binary log.</summary>
    public Task<BuildRun> DotnetAsync(params string[] arguments) => DotnetAsync(new Dictionary<string, string>(), arguments);

    /// <summary>Runs dotnet in the folder with more environment variables.</summary>
    public async Task<BuildRun> DotnetAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var binaryLog = this[$"run{Interlocked.Increment(ref runs)}.binlog"];
        var result = await Programs.RunAsync(Call("dotnet", [.. arguments, $"-bl:{binaryLog}"], environment));
        return new BuildRun(result.ExitCode, result.Output + result.Error, binaryLog);
    }

    /// <summary>A program in the folder, in the environment of a user's shell: the process that runs these tests may itself be started by a build.</summary>
    internal ProgramCall Call(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var changes = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);

        // Would win over the folder that the project's own nuget.config names.
        changes["NUGET_PACKAGES"] = null;
        changes["MSBUILDDISABLENODEREUSE"] = "1";
        changes["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        changes["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        changes["DOTNET_NOLOGO"] = "1";
        foreach (var (name, value) in environment)
        {
            changes[name] = value;
        }

        return new ProgramCall(program, arguments) { Folder = Folder, Environment = changes, Deadline = TimeSpan.FromMinutes(10) };
    }

    public void Dispose() => BusyFolder.Remove(Folder);
}
