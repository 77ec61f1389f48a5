using System.Globalization;
using System.Text;
using System.Xml;

namespace RemoteDeploy.Results.Merging;

/// <summary>Text of hosts for XML files: characters that XML does not have, or that command terminals, are spelled out.</summary>
internal static class XmlText
{
    /// <summary>How merged files are written: without a byte order mark, line breaks of messages as they are.</summary>
    public static XmlWriterSettings Settings => new() { Indent = true, NewLineHandling = NewLineHandling.Entitize, CloseOutput = false, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };

    /// <summary>The same text, with control characters and halves of surrogate pairs as <c>\xNN</c> and <c>\uNNNN</c>; line breaks and tabs stay.</summary>
    public static string Safe(string? text)
    {
        if (text is null)
        {
            return "";
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (!IsSafe(text, i, out var length))
            {
                return Escape(text, i);
            }

            i += length - 1;
        }

        return text;
    }

    private static string Escape(string text, int start)
    {
        var safe = new StringBuilder(text, 0, start, text.Length + 16);
        for (var i = start; i < text.Length; i++)
        {
            if (IsSafe(text, i, out var length))
            {
                safe.Append(text, i, length);
                i += length - 1;
            }
            else
            {
                _ = text[i] < 0x100
                    ? safe.Append(CultureInfo.InvariantCulture, $"\\x{(int)text[i]:X2}")
                    : safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}");
            }
        }

        return safe.ToString();
    }

    private static bool IsSafe(string text, int i, out int length)
    {
        length = i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]) ? 2 : 1;
        return length == 2 || (XmlConvert.IsXmlChar(text[i]) && text[i] is not (>= '\x7f' and <= '\x9f'));
    }
}
