using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>The pages of the fault catalog for people.</summary>
internal static class CodeText
{
    /// <summary>All codes with their titles.</summary>
    public static IEnumerable<string> List(Ink ink) =>
        TextTable.Lines([.. FaultCatalog.All.Select(page => new Cell[] { new(page.Code.ToString(), Tone.Strong), new(page.Title) })], ink);

    /// <summary>One page, wrapped.</summary>
    public static IEnumerable<string> Page(FaultDescriptor page, int width, Ink ink)
    {
        var category = page.Code.Category.ToString().ToLowerInvariant();
        return
        [
            ink.Paint($"{page.Code}: {page.Title}", Tone.Strong),
            $"{category}, exit code {ExitCodes.Of(page.Code.Category)}",
            .. Section("Cause", page.Cause, width, ink),
            .. Section("Left behind", page.LeftBehind, width, ink),
            .. Section("What to do", page.Fix, width, ink),
        ];
    }

    private static IEnumerable<string> Section(string title, string text, int width, Ink ink) =>
        ["", ink.Paint(title, Tone.Strong), .. Columns.Wrap(text, width - 2).Select(line => "  " + line)];
}
