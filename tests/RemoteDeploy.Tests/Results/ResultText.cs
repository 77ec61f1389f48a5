using RemoteDeploy.Faults;
using RemoteDeploy.Results;

namespace RemoteDeploy.Tests.Results;

/// <summary>A result file in a folder of its own.</summary>
internal sealed class ResultText(string name) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rd-results-").FullName;

    public string Path => System.IO.Path.Combine(folder, name);

    public Attempt<ResultFile> Read(string text)
    {
        File.WriteAllText(Path, text);
        return ResultReader.Read(Path);
    }

    public Attempt<ResultFile> Read(byte[] content)
    {
        File.WriteAllBytes(Path, content);
        return ResultReader.Read(Path);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
