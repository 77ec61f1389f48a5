namespace RemoteDeploy.Tool.Rendering;

/// <summary>What a piece of text means; <see cref="Ink"/> knows its colour.</summary>
internal enum Tone
{
    Plain,
    Good,
    Bad,
    Caution,
    Faint,
    Strong,
}

/// <summary>Colours text, or leaves it as it is.</summary>
/// <param name="Coloured">True to write colours.</param>
internal readonly record struct Ink(bool Coloured)
{
    /// <summary>No colours.</summary>
    public static Ink None => default;

    /// <summary>The text in the colour of its tone.</summary>
    public string Paint(string text, Tone tone) => !Coloured || tone == Tone.Plain || text.Length == 0 ? text : $"\e[{Code(tone)}m{text}\e[0m";

    private static string Code(Tone tone) => tone switch
    {
        Tone.Good => "32",
        Tone.Bad => "31",
        Tone.Caution => "33",
        Tone.Faint => "2",
        _ => "1",
    };
}
