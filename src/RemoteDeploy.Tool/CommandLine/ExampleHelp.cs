using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace RemoteDeploy.Tool.CommandLine;

/// <summary>The usual help, then the verb's examples.</summary>
internal sealed class ExampleHelp(HelpAction usual) : SynchronousCommandLineAction
{
    /// <summary>Asking for help is right whatever else is wrong with the command line.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var result = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is VerbCommand { Examples.Count: > 0 } verb)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in verb.Examples)
            {
                output.WriteLine("  dotnet remotedeploy " + example);
            }

            output.WriteLine();
        }

        return result;
    }
}
