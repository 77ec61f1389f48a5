using System.CommandLine;

namespace RemoteDeploy.Tool.CommandLine;

/// <summary>A verb of the tool: a command whose help ends with examples.</summary>
internal sealed class VerbCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Command lines, without the tool's name, that work as they stand.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}
