using System.Runtime.InteropServices;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>Size of a terminal in characters.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Lines.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TerminalSize(int Width, int Height)
{
    /// <summary>What is assumed where there is no terminal, or one that does not know its size.</summary>
    public static TerminalSize Usual { get; } = new(80, 24);

    /// <summary>The size of the console now.</summary>
    public static TerminalSize OfConsole()
    {
        try
        {
            var (width, height) = (Console.WindowWidth, Console.WindowHeight);
            return new(width > 0 ? width : Usual.Width, height > 0 ? height : Usual.Height);
        }
        catch (IOException)
        {
            return Usual;
        }
    }
}
