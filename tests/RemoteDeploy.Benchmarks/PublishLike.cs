using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Benchmarks;

/// <summary>A folder like a self-contained publish: a few large files, many small ones, half compressible.</summary>
internal static class PublishLike
{
    /// <summary>Makes it. The same every time.</summary>
    public static PayloadFolder Folder(int files, long bytes)
    {
        var folder = new PayloadFolder();
        var random = new Random(20261122);
        var weights = Enumerable.Range(1, files).Select(number => 1.0 / number).ToList();
        var unit = bytes / weights.Sum();
        for (var i = 0; i < files; i++)
        {
            var content = new byte[(long)(weights[i] * unit)];
            random.NextBytes(content.AsSpan(0, content.Length / 2));
            folder.File($"lib{i % 7}/assembly{i:D3}.dll", content, i % 10 == 0 ? "0755" : "0644");
        }

        return folder;
    }
}
