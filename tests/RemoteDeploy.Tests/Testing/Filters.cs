using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tests.Testing;

public class Filters
{
    private static readonly ListedTest Login = new("Shop.Web.LoginTests", "Refuses_bad(name)", "Refuses a bad name = x")
    {
        Traits = [KeyValuePair.Create("Category", "fast"), KeyValuePair.Create("Category", "web"), KeyValuePair.Create("Owner", "me & you")],
    };

    [Theory]
    [InlineData("Login", true)]
    [InlineData("logintests.refuses", true)]
    [InlineData("  Login  ", true)]
    [InlineData("Logout", false)]
    [InlineData("FullyQualifiedName~Login", true)]
    [InlineData("FullyQualifiedName=Shop.Web.LoginTests", false)]
    [InlineData("FullyQualifiedName=Shop.Web.LoginTests.Refuses_bad\\(name\\)", true)]
    [InlineData("fullyqualifiedname!~Login", false)]
    [InlineData("Name=refuses_bad\\(NAME\\)", true)]
    [InlineData("Name~bad", true)]
    [InlineData("Name!=bad", true)]
    [InlineData("ClassName=Shop.Web.LoginTests", true)]
    [InlineData("ClassName~Shop", true)]
    [InlineData("DisplayName~a bad name \\= x", true)]
    [InlineData("DisplayName ~ a bad ", true)]
    [InlineData("Category=fast", true)]
    [InlineData("TestCategory=WEB", true)]
    [InlineData("Category=slow", false)]
    [InlineData("Category!=slow", true)]
    [InlineData("Category!=fast", false)]
    [InlineData("Category!~as", false)]
    [InlineData("Owner=me \\& you", true)]
    [InlineData("owner~YOU", true)]
    [InlineData("Priority=1", false)]
    [InlineData("Priority!=1", true)]
    [InlineData("Priority!~1", true)]
    [InlineData("Category=slow&Login|Category=fast", true)]
    [InlineData("Category=fast|Login&Category=slow", true)]
    [InlineData("(Category=fast|Login)&Category=slow", false)]
    [InlineData(" ( ( Login ) ) & ( Category = fast ) ", true)]
    [InlineData("Name!=a!b", true)]
    public void Let_through_what_they_say(string filter, bool matches)
    {
        Assert.True(TestFilter.Parse(filter).TryGet(out var parsed, out var faults), string.Join(' ', faults));
        Assert.Equal((matches, filter.Trim()), (parsed.Matches(Login), parsed.ToString()));
    }

    [Theory]
    [InlineData("", 1, "a condition is missing")]
    [InlineData("   ", 4, "a condition is missing")]
    [InlineData("A&", 3, "a condition is missing")]
    [InlineData("A& |B", 4, "a condition is missing")]
    [InlineData("|A", 1, "a condition is missing")]
    [InlineData("=A", 1, "a condition is missing")]
    [InlineData("Name=", 6, "a value for Name is missing")]
    [InlineData("Name!~ &B", 8, "a value for Name is missing")]
    [InlineData("()", 2, "a condition is missing")]
    [InlineData("(A", 3, "the ( at character 1 is not closed")]
    [InlineData("A|(B&(C)", 9, "the ( at character 3 is not closed")]
    [InlineData("A)", 2, "there is no ( for this )")]
    [InlineData("(A)B", 4, "between ) and this")]
    [InlineData("(A)(B)", 4, "between ) and this")]
    [InlineData("A(B)", 2, "a ( here begins no group")]
    [InlineData("Name=Adds(1)", 10, "a ( here begins no group")]
    [InlineData("!Slow", 1, "! stands before")]
    [InlineData("A&!(B)", 3, "! stands before")]
    [InlineData("Name=a=b", 7, "a condition has one operator")]
    [InlineData("Name==b", 6, "a value for Name is missing")]
    [InlineData("Name=a!=b", 7, "a condition has one operator")]
    [InlineData("A\\", 2, "it ends in a backslash")]
    [InlineData("A\\n", 2, "a backslash stands before")]
    public void That_cannot_be_are_refused_at_the_place(string filter, int character, string problem)
    {
        var fault = Assert.Single(TestFilter.Parse(filter).Faults);

        Assert.Equal("RD0002", fault.Code.ToString());
        Assert.Contains($"at character {character}: {problem}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_without_end_are_refused()
    {
        Assert.Single(TestFilter.Parse(new string('(', 50_000)).Faults);
        Assert.Single(TestFilter.Parse(new string('a', 100_001)).Faults);
        Assert.True(TestFilter.Parse(new string('(', 100) + "a" + new string(')', 100)).Succeeded);
    }

    [Fact]
    public void Of_any_signs_are_read_without_an_exception()
    {
        var sign = Gen.Elements("a", "Name", " ", "=", "!", "~", "&", "|", "(", ")", "\\", "!=", "\n", "é", "\ud800");
        Prop.ForAll(sign.ListOf().Select(string.Concat).ToArbitrary(), text => TestFilter.Parse(text).TryGet(out var filter, out var faults)
            ? filter.Matches(Login) == TestFilter.Parse(filter.ToString()).Value.Matches(Login)
            : faults.Count == 1)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Of_escaped_names_let_just_these_through() => Prop.ForAll<NonNull<string>>(name =>
    {
        // Blanks at its ends do not count, as in dotnet test.
        var trimmed = name.Get.Trim();
        return trimmed.Length == 0 || TestFilter.Parse("Name=" + TestFilter.Escape(trimmed)).Value.Matches(new ListedTest("C", trimmed, "d"));
    }).QuickCheckThrowOnFailure();

    /// <summary>Random conditions joined with random signs, against the words of the definition: or of ands.</summary>
    [Fact]
    public void Bind_and_tighter_than_or()
    {
        var parts = Gen.Elements("Login", "Logout", "Category=fast", "Category=slow", "(Login|Logout)", "(Logout&Login)");
        var rest = from sign in Gen.Elements('&', '|') from part in parts select $"{sign}{part}";
        var filters = from first in parts from others in rest.ListOf() select first + string.Concat(others);
        Prop.ForAll(filters.ToArbitrary(), text =>
        {
            var flat = text.Replace("(Login|Logout)", "T", StringComparison.Ordinal).Replace("(Logout&Login)", "F", StringComparison.Ordinal);
            var expected = flat.Split('|').Any(all => all.Split('&').All(one => one is "T" or "Login" or "Category=fast"));
            return TestFilter.Parse(text).Value.Matches(Login) == expected;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }
}
