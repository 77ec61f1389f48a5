using RemoteDeploy.Tool;
using RemoteDeploy.Tool.Running;

// Asked for by scripts and shells all the time: answered before anything else is loaded.
if (args is ["--version"])
{
    var here = Surroundings.OfProcess();
    here.Output.WriteLine(ToolVersion.Text);
    return here.OutputLoss() is { } why ? Printing.Of(args, here).Lose("", 0, why) : 0;
}

using var interruption = new Interruption();
return await RemoteDeployTool.RunAsync(args, Surroundings.OfProcess(), interruption.Token);
