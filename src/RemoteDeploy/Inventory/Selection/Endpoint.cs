using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RemoteDeploy.Inventory.Selection;

/// <summary>
/// One host as it is written without ranges: <c>name</c>, <c>user@host:port</c>, <c>user@[::1]:22</c>, <c>ssh://user@host:port</c>,
/// <c>local:name</c>. What reaches ssh's command line later has passed here, so only characters of names and addresses are let
/// through, and nothing that starts like an option.
/// </summary>
internal readonly record struct Endpoint(HostKind Kind, string? User, string Address, int? Port)
{
    internal const string LocalPrefix = "local:";
    private const string SshScheme = "ssh://";
    private const int LongestName = 253;

    /// <summary>The one spelling under which the host is known: <c>ssh://a@b:22/</c> and <c>a@b:22</c> are the same host.</summary>
    internal string Name
    {
        get
        {
            if (Kind == HostKind.Local)
            {
                return LocalPrefix + Address;
            }

            var host = Address.Contains(':', StringComparison.Ordinal) ? $"[{Address}]" : Address;
            var user = User is null ? "" : User + "@";
            var port = Port is { } number ? string.Create(CultureInfo.InvariantCulture, $":{number}") : "";
            return user + host + port;
        }
    }

    /// <summary>True for text that says by its form that it is a host and not the name of one.</summary>
    internal static bool IsExplicit(string text) => text.AsSpan().IndexOfAny('@', ':') >= 0;

    internal static bool TryParse(string text, out Endpoint endpoint, out string problem)
    {
        if (text.StartsWith(LocalPrefix, StringComparison.Ordinal))
        {
            var folder = text[LocalPrefix.Length..];
            endpoint = new Endpoint(HostKind.Local, null, folder, null);
            return CheckName(folder, "the name after local:", out problem);
        }

        endpoint = default;
        var rest = text;
        if (text.StartsWith(SshScheme, StringComparison.Ordinal))
        {
            rest = text[SshScheme.Length..];
            rest = rest.EndsWith('/') ? rest[..^1] : rest;
        }
        else if (text.Contains("://", StringComparison.Ordinal))
        {
            problem = "the only scheme is ssh://";
            return false;
        }

        var at = rest.LastIndexOf('@');
        var user = at < 0 ? null : rest[..at];
        if (user is not null && !CheckUser(user, out problem))
        {
            return false;
        }

        return TryParseAddress(rest[(at + 1)..], out var address, out var port, out problem)
            && Make(user, address, port, out endpoint);
    }

    internal static bool CheckUser(string user, out string problem)
    {
        problem = user switch
        {
            "" => "the user is empty",
            _ when user.Contains(':', StringComparison.Ordinal) => "a user has no ':' (a password does not belong here; use keys or an agent)",
            _ when user[0] == '-' => "a user does not start with '-'",
            _ when !IsNameText(user) => "a user has only letters, digits, '.', '_' and '-'",
            _ => "",
        };
        return problem.Length == 0;
    }

    internal static bool TryParsePort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;

    private static bool Make(string? user, string address, int? port, out Endpoint endpoint)
    {
        endpoint = new Endpoint(HostKind.Ssh, user, address, port);
        return true;
    }

    private static bool TryParseAddress(string text, out string address, out int? port, out string problem)
    {
        address = text;
        port = null;
        string? portText = null;
        if (text.StartsWith('['))
        {
            var close = text.IndexOf(']', StringComparison.Ordinal);
            address = close < 0 ? "" : text[1..close];
            var after = close < 0 ? "" : text[(close + 1)..];
            portText = after.Length > 0 ? after[1..] : null;
            if (!IsIPv6(address) || (after.Length > 0 && after[0] != ':'))
            {
                problem = "expected an IPv6 address in brackets, with or without a port: [::1]:22";
                return false;
            }
        }
        else if (text.Count(character => character == ':') == 1)
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            (address, portText) = (text[..colon], text[(colon + 1)..]);
        }

        if (portText is not null)
        {
            if (!TryParsePort(portText, out var number))
            {
                problem = "a port is a number from 1 to 65535";
                return false;
            }

            port = number;
        }

        problem = "";
        return IsIPv6(address) || CheckName(address, "a host name", out problem);
    }

    private static bool CheckName(string name, string what, out string problem)
    {
        problem = name switch
        {
            "" => $"{what} is empty",
            { Length: > LongestName } => $"{what} has at most {LongestName} characters",
            _ when name[0] is '-' or '.' => $"{what} does not start with '{name[0]}'",
            _ when !IsNameText(name) => $"{what} has only letters, digits, '.', '_' and '-'",
            _ => "",
        };
        return problem.Length == 0;
    }

    private static bool IsNameText(string text) =>
        text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');

    private static bool IsIPv6(string text)
    {
        var percent = text.IndexOf('%', StringComparison.Ordinal);
        var address = percent < 0 ? text : text[..percent];
        return (percent < 0 || (percent + 1 < text.Length && IsNameText(text[(percent + 1)..])))
            && address.All(character => char.IsAsciiHexDigit(character) || character is ':' or '.')
            && IPAddress.TryParse(address, out var parsed)
            && parsed.AddressFamily == AddressFamily.InterNetworkV6;
    }
}
