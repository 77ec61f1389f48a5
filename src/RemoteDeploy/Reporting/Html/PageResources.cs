using System.Security.Cryptography;
using System.Text;

namespace RemoteDeploy.Reporting.Html;

/// <summary>Style and script of the page, which travel inside the assembly.</summary>
internal static class PageResources
{
    /// <summary>The style.</summary>
    public static string Style { get; } = Read("report.css");

    /// <summary>The script: copying and filtering. The page can be read without it.</summary>
    public static string Script { get; } = Read("report.js");

    /// <summary>
    /// What the page may do: nothing but this style and this script. Should a host's text ever get past the escaping, a browser
    /// still would not run it, and would not ask anybody for anything.
    /// </summary>
    public static string Policy { get; } = $"default-src 'none'; style-src '{Hash(Style)}'; script-src '{Hash(Script)}'; base-uri 'none'; form-action 'none'";

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(PageResources).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
