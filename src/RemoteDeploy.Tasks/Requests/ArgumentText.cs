using System.Diagnostics.CodeAnalysis;
using RemoteDeploy.Inventory;

namespace RemoteDeploy.Tasks.Requests;

/// <summary>
/// A list of arguments in one MSBuild string. With a <c>;</c> or a line break in it, it is a list as MSBuild writes lists: each piece
/// is one argument, spaces and quotes included. Otherwise it reads as in the inventory (<see cref="ShellWords"/>). No shell sees it.
/// </summary>
internal static class ArgumentText
{
    internal static bool TrySplit(string text, [NotNullWhen(true)] out IReadOnlyList<string>? words, [NotNullWhen(false)] out string? problem)
    {
        if (text.AsSpan().IndexOfAny(";\r\n") < 0)
        {
            return ShellWords.TrySplit(text, out words, out problem);
        }

        words = text.Split([';', '\r', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        problem = null;
        return true;
    }
}
