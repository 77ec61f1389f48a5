using Microsoft.Build.Framework;
using Microsoft.Build.Logging.StructuredLogger;

namespace RemoteDeploy.Packages.Tests.Infra;

/// <summary>Help links of errors; the tree of the binary log drops them, its events have them.</summary>
internal static class HelpLinks
{
    internal static IReadOnlyList<string> Of(BuildRun run)
    {
        var links = new List<string>();
        var reader = new BinLogReader();
        reader.ErrorRaised += (_, error) => links.Add(((BuildErrorEventArgs)error).HelpLink);
        reader.Replay(run.BinaryLogFile);
        return links;
    }
}
