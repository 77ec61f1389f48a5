using Xunit;

namespace HelloFleet.Tests;

public sealed class GreeterTests
{
    private readonly Greeter greeter = Greeter.Load(Path.Combine(AppContext.BaseDirectory, "greetings.txt"));

    [Theory]
    [InlineData("de", "Guten Tag, Flotte!")]
    [InlineData("es", "Buenos días, Flotte!")]
    public void GreetsInTheLanguageAskedFor(string language, string expected) =>
        Assert.Equal(expected, greeter.Greet(language, "Flotte"));

    [Fact]
    public void KnowsThreeLanguages() => Assert.Equal(["de", "en", "es"], greeter.Languages.Order());

    [Fact]
    public void NamesTheLanguageThatItLacks() =>
        Assert.Contains("'tlh'", Assert.Throws<ArgumentException>(() => greeter.Greet("tlh", "Fleet")).Message);
}
