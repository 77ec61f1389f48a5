using RemoteDeploy.Tool;
using RemoteDeploy.Tool.Running;

// Asked for by scripts and shells all the time: answered before anything else is loaded.
if (args is ["--version"])
{
    Console.Out.WriteLine(ToolVersion.Text);
    return 0;
}

using var interruption = new Interruption();
return await RemoteDeployTool.RunAsync(args, Surroundings.OfProcess(), interruption.Token);
