using RemoteDeploy.Tool;
using RemoteDeploy.Tool.Running;

if (Surroundings.LostFolder() is { } lost)
{
    Console.Error.WriteLine($"error RD0022: The folder from which this was called is not there any more; found {lost}.");
    Console.Error.WriteLine("  Try: Call it from a folder that is there");
    return 64;
}

// Asked for by scripts and shells all the time: answered before anything else is loaded.
if (args is ["--version"])
{
    var here = Surroundings.OfProcess();
    here.Output.WriteLine(ToolVersion.Text);
    return here.OutputLoss() is { } why ? Printing.Of(args, here).Lose("", 0, why) : 0;
}

using var interruption = new Interruption();
return await RemoteDeployTool.RunAsync(args, Surroundings.OfProcess(), interruption.Token);
