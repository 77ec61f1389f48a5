using System.Text;
using RemoteDeploy.Faults;

namespace RemoteDeploy.Reporting;

/// <summary>The catalog of fault codes as one page of documentation, each code with an anchor such as <c>#rd2001</c>.</summary>
public static class FaultPages
{
    private static readonly (FaultCategory Category, string Title)[] Chapters =
    [
        (FaultCategory.Usage, "RD0xxx: usage, configuration, this machine"),
        (FaultCategory.Infrastructure, "RD1xxx: a host cannot be reached or used"),
        (FaultCategory.Integrity, "RD2xxx: bytes are not what they should be"),
        (FaultCategory.Product, "RD3xxx: a remote command or test failed"),
        (FaultCategory.Results, "RD4xxx: results are missing, empty, stale or unreadable"),
        (FaultCategory.Internal, "RD9xxx: a bug of RemoteDeploy"),
    ];

    /// <summary>The whole page in Markdown.</summary>
    public static string Markdown()
    {
        var page = new StringBuilder();
        page.Append("# Fault codes\n\nEach expected failure has a code. The exit code is the tool's; a build fails with the code as its error.\n");
        foreach (var (category, title) in Chapters)
        {
            page.Append("\n## ").Append(title).Append("\n\nExit code of the tool: ").Append(ExitCodes.Of(category)).Append(".\n");
            foreach (var entry in FaultCatalog.All.Where(entry => entry.Code.Category == category))
            {
                Append(page, entry);
            }
        }

        return page.ToString();
    }

    private static void Append(StringBuilder page, FaultDescriptor entry) => page
        .Append("\n### ").Append(entry.Code).Append("\n\n**").Append(Escape(entry.Title)).Append(".** ").Append(Escape(entry.Cause))
        .Append("\n\n- Left behind: ").Append(Escape(entry.LeftBehind))
        .Append("\n- Fix: ").Append(Escape(entry.Fix)).Append('\n');

    private static string Escape(string text) => text.Replace("<", "\\<", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal);
}
