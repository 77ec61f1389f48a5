using System.CommandLine;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.Reporting.Json;
using RemoteDeploy.Tool.CommandLine;
using RemoteDeploy.Tool.Rendering;
using RemoteDeploy.Tool.Running;

namespace RemoteDeploy.Tool.Verbs;

/// <summary><c>explain</c></summary>
internal static class ExplainVerb
{
    public static Command Create(Surroundings here)
    {
        var code = new Argument<string?>("CODE") 
        {
            Description = "A fault code such as RD2001 [default: list all]",
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "CODE",
        };
        code.CompletionSources.Add(_ => FaultCatalog.All.Select(page => page.Code.ToString()));
        var json = FleetOptions.JsonOption();
        var noColor = FleetOptions.NoColorOption();
        var verb = new VerbCommand(
            "explain",
            "Explains a fault code: cause, what was left behind, what to do.",
            "explain RD2001",
            "explain")
        {
            code,
            json,
            noColor,
        };
        verb.SetAction(parse => Explain(parse.GetValue(code), Printing.Of(parse, json, noColor, here)));
        return verb;
    }

    private static int Explain(string? asked, Printing printing)
    {
        if (asked is null)
        {
            printing.Print(stream => CatalogJson.Write(FaultCatalog.All, stream), CodeText.List(printing.Ink));
            return ExitCodes.Success;
        }

        if (Find(asked) is not { } page)
        {
            return printing.Refuse("explain", [Unknown(asked)]);
        }

        printing.Print(stream => CatalogJson.Write([page], stream), CodeText.Page(page, printing.Width, printing.Ink));
        return ExitCodes.Success;
    }

    /// <summary>The page; <c>2001</c> and <c>rd2001</c> will do as well.</summary>
    private static FaultDescriptor? Find(string asked) =>
        FaultCode.TryParse(asked, out var code) || FaultCode.TryParse("RD" + asked, out code) ? FaultCatalog.Find(code) : null;

    private static Fault Unknown(string asked) => new(FaultCatalog.UnknownCode, $"There is no fault code '{SafeText.Line(asked, 40)}'")
    {
        Try = "See all codes with: dotnet remotedeploy explain",
    };
}
