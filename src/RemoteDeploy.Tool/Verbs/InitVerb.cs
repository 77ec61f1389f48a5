using System.CommandLine;
using System.Text;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Reporting;
using RemoteDeploy.Tool.CommandLine;
using RemoteDeploy.Tool.Requests;
using RemoteDeploy.Tool.Running;

namespace RemoteDeploy.Tool.Verbs;

/// <summary><c>init</c></summary>
internal static class InitVerb
{
    public static Command Create(Surroundings here)
    {
        var file = new Argument<string>("FILE") { Description = "File to write", DefaultValueFactory = static _ => "remotedeploy.yml" };
        var noColor = FleetOptions.NoColorOption();
        var verb = new VerbCommand(
            "init",
            "Writes a commented inventory file with every key there is, ready for three local hosts.",
            "init",
            "init lab/remotedeploy.yml")
        {
            file,
            noColor,
        };
        verb.SetAction(parse => Write(parse.GetValue(file)!, Printing.Of(parse, json: null, noColor, here), here));
        return verb;
    }

    private static int Write(string name, Printing printing, Surroundings here)
    {
        var path = LocalPath.Resolve(name, here);
        if (Path.Exists(path))
        {
            return printing.Refuse("init", [new Fault(FaultCatalog.CannotWriteHere, "The file is there already and was left as it is") { Path = path, Try = "Name another file, or remove this one" }]);
        }

        var isMade = false;
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew);
            isMade = true;
            file.Write(Encoding.UTF8.GetBytes(InventoryTemplate.Text()));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Whole or not at all.
            if (isMade)
            {
                File.Delete(path);
            }

            return printing.Refuse("init", [new Fault(FaultCatalog.CannotWriteHere, SafeText.Line(failure.Message)) { Path = path }]);
        }

        here.Output.WriteLine($"wrote {name}; look at the hosts with: dotnet remotedeploy hosts");
        return ExitCodes.Success;
    }
}
