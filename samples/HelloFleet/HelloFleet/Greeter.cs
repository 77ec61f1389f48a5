namespace HelloFleet;

/// <summary>Greets in several languages, from a file that is deployed beside the program.</summary>
public sealed class Greeter
{
    private readonly Dictionary<string, string> greetings;

    private Greeter(Dictionary<string, string> greetings) => this.greetings = greetings;

    public IReadOnlyCollection<string> Languages => greetings.Keys;

    /// <summary>Reads lines such as <c>en Hello</c>.</summary>
    public static Greeter Load(string file) =>
        new(File.ReadLines(file).Select(line => line.Split(' ', 2)).ToDictionary(parts => parts[0], parts => parts[1]));

    public string Greet(string language, string name) => greetings.TryGetValue(language, out var greeting)
        ? $"{greeting}, {name}!"
        : throw new ArgumentException($"There is no greeting for the language '{language}'.", nameof(language));
}
