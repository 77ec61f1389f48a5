using System.Globalization;
using System.Text;

namespace RemoteDeploy.Remoting;

/// <summary>The one class that quotes: an argument as a line that the remote script turns back into the same bytes.</summary>
internal static class ScriptArgument
{
    /// <summary>The argument in UTF-8; every byte but plain printable ASCII stands as <c>\0ooo</c>, which <c>printf %b</c> reads.</summary>
    /// <exception cref="ArgumentException">The argument holds a NUL, which no program can be given.</exception>
    public static string Encode(string argument)
    {
        var encoded = new StringBuilder(argument.Length + 8);
        foreach (var value in Encoding.UTF8.GetBytes(argument))
        {
            if (value == 0)
            {
                throw new ArgumentException("An argument cannot hold a NUL character.", nameof(argument));
            }

            if (value is > 0x20 and < 0x7f and not (byte)'\\')
            {
                encoded.Append((char)value);
            }
            else
            {
                encoded.Append("\\0").Append(Convert.ToString(value, 8).PadLeft(3, '0'));
            }
        }

        return encoded.ToString();
    }

    /// <summary>A path as a word that every login shell passes on as it is, and <c>printf %b</c> reads: letters, digits, <c>/ . _ -</c>, and <c>\0ooo</c> for the rest.</summary>
    public static string EncodeStrictly(string path) => string.Concat(Encoding.UTF8.GetBytes(path).Select(value =>
        char.IsAsciiLetterOrDigit((char)value) || value is (byte)'/' or (byte)'.' or (byte)'_' or (byte)'-' ? ((char)value).ToString() : "\\0" + Convert.ToString(value, 8).PadLeft(3, '0')));

    /// <summary>The lines that open a request: what comes first (a nonce, most often), verb, arguments, end of arguments.</summary>
    public static byte[] Header(string first, string verb, IReadOnlyList<string> arguments)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{first}\n{verb}\n");
        foreach (var argument in arguments)
        {
            text.Append('=').Append(Encode(argument)).Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.Append(".\n").ToString());
    }
}
