using System.CommandLine;
using System.CommandLine.Invocation;

namespace RemoteDeploy.Tool.CommandLine;

/// <summary><c>--version</c> among other words; alone it is answered before the verbs are even made.</summary>
internal sealed class PrintVersion : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(ToolVersion.Text);
        return 0;
    }
}
