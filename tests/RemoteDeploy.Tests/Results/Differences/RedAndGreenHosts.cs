using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Inventory;
using RemoteDeploy.Probing;
using RemoteDeploy.Results.Differences;

namespace RemoteDeploy.Tests.Results.Differences;

public class RedAndGreenHosts
{
    [Fact]
    public void Are_told_apart_by_a_tag()
    {
        var found = DifferenceFinder.Find([Host(true, "tag=glibc231,rack1", "os version=Debian 11"), Host(true, "tag=glibc231", "os version=Debian 12"), Host(false, "tag=rack1", "os version=Debian 11"), Host(false, "tag=", "os version=Debian 12")]);

        Assert.Equal(DifferenceKind.One, found.Kind);
        Assert.Equal([new FactCondition("tag", FactRelation.Has, "glibc231")], found.Conditions);
        Assert.Empty(found.Others);
        Assert.Equal("It fails just on hosts with tag glibc231 (2 of 4 hosts).", found.ToSentence());
    }

    [Theory]
    [InlineData("memory GiB", "memory GiB below 8", "4", "2", "8", "16")]
    [InlineData("kernel", "kernel below 5.10.0-30", "5.10.0-9", "4.19.0-1-amd64", "5.10.0-30", "6.1.0-18")]
    [InlineData("runtime Microsoft.NETCore.App", "runtime Microsoft.NETCore.App 10.0.2 or above", "10.0.2", "10.0.10", "10.0.1", "10.0.2-rc.1")]
    public void Are_told_apart_by_a_limit(string fact, string words, params string[] values)
    {
        var found = DifferenceFinder.Find([Host(true, $"{fact}={values[0]}"), Host(true, $"{fact}={values[1]}"), Host(false, $"{fact}={values[2]}"), Host(false, $"{fact}={values[3]}")]);

        Assert.Equal(words, Assert.Single(found.Conditions).ToString());
    }

    [Fact]
    public void Are_told_apart_by_the_fact_that_explains_most_when_several_do()
    {
        var found = DifferenceFinder.Find([Host(true, "login shell=/bin/fish", "os=Linux", "tag=a"), Host(false, "login shell=/bin/sh", "os=FreeBSD", "tag="), Host(false, "login shell=/bin/sh", "os=FreeBSD", "tag=")]);

        Assert.Equal("tag a", Assert.Single(found.Conditions).ToString());
        Assert.Equal(["os Linux", "login shell /bin/fish"], found.Others.Select(other => Assert.Single(other).ToString()));
        Assert.Contains("As well told apart by: os Linux; login shell /bin/fish.", found.ToSentence(), StringComparison.Ordinal);
    }

    [Fact]
    public void Are_told_apart_by_two_facts_when_one_does_not()
    {
        var both = DifferenceFinder.Find([Host(true, "tag=gpu", "os=Linux"), Host(false, "tag=gpu", "os=Darwin"), Host(false, "tag=", "os=Linux"), Host(false, "tag=", "os=Darwin")]);
        var either = DifferenceFinder.Find([Host(true, "tag=gpu", "os=Linux"), Host(true, "tag=gpu", "os=Darwin"), Host(true, "tag=", "os=Darwin"), Host(false, "tag=", "os=Linux")]);

        Assert.Equal((DifferenceKind.Both, "It fails just on hosts with tag gpu and os Linux (1 of 4 hosts)."), (both.Kind, both.ToSentence()!.Split(" As well")[0]));
        Assert.Equal((DifferenceKind.Either, "It fails just on hosts with tag gpu or os Darwin (3 of 4 hosts)."), (either.Kind, either.ToSentence()!.Split(" As well")[0]));
    }

    [Fact]
    public void Are_not_told_apart_by_what_names_them()
    {
        var found = DifferenceFinder.Find([Host(true, "host name=a", "address=10.0.0.1", "disk label=x1"), Host(false, "host name=b", "address=10.0.0.2", "disk label=x2"), Host(false, "host name=c", "address=10.0.0.3", "disk label=x3")]);

        Assert.Equal(DifferenceKind.None, found.Kind);
        Assert.Equal("No single fact and no two facts tell the 1 host that failed from the 2 hosts that passed.", found.ToSentence());
    }

    [Fact]
    public void Are_told_apart_by_a_tag_also_where_every_host_has_one_of_its_own() =>
        Assert.Equal(new FactCondition("tag", FactRelation.Has, "glibc231"), DifferenceFinder.Find([Host(true, "tag=glibc231"), Host(false, "tag=a"), Host(false, "tag=b")]).Conditions[0]);

    [Fact]
    public void Are_not_compared_when_all_are_alike()
    {
        Assert.Null(DifferenceFinder.Find([Host(true, "os=A"), Host(true, "os=B")]).ToSentence());
        Assert.Equal(DifferenceKind.NothingToCompare, DifferenceFinder.Find([Host(false, "os=A")]).Kind);
        Assert.Equal(DifferenceKind.NothingToCompare, DifferenceFinder.Find([]).Kind);
    }

    [Fact]
    public void Are_not_told_apart_by_what_is_not_known() =>
        Assert.Equal(DifferenceKind.None, DifferenceFinder.Find([Host(true), Host(false, "os=A"), Host(false, "os=A")]).Kind);

    [Fact]
    public void Have_what_was_probed_and_what_the_inventory_says()
    {
        var host = new Host { Name = "h", Address = "10.0.0.1", Tags = ["gpu"], Groups = ["lab"] };
        var facts = new HostFacts { Os = "Linux", Architecture = "x86_64", Rid = "linux-x64", HostName = "h", BootId = "b", MemoryBytes = (8L << 30) - 5_000_000, Runtimes = ["Microsoft.NETCore.App 10.0.1", "Microsoft.NETCore.App 8.0.2"] };

        var profile = HostProfile.Of(host, facts, failed: true, [("libc", "glibc 2.31"), ("tool git", "2.39.5")]);

        Assert.Equal("8", Assert.Single(profile.Facts["memory GiB"]));
        Assert.Equal(["10.0.1", "8.0.2"], profile.Facts["runtime Microsoft.NETCore.App"].Order(StringComparer.Ordinal));
        Assert.Equal("gpu", Assert.Single(profile.Facts["tag"]));
        Assert.True(profile.Facts.ContainsKey("libc") && profile.Facts.ContainsKey("tool git"));
        Assert.DoesNotContain(profile.Facts, fact => fact.Value.Contains("b") || fact.Value.Contains("10.0.0.1"));
    }

    [Fact]
    public void Are_told_apart_by_the_version_of_their_library()
    {
        static HostProfile Of(string name, string libc, bool failed) => HostProfile.Of(new Host { Name = name, Address = name }, new HostFacts { Libc = libc, Kernel = "6.1.0-" + name, Tools = ["bash 5.2.15"] }, failed);

        var newer = DifferenceFinder.Find([Of("a", "glibc 2.31", false), Of("b", "glibc 2.36", true), Of("c", "glibc 2.39", true), Of("d", "glibc 2.31", false)]);
        var other = DifferenceFinder.Find([Of("a", "glibc 2.31", true), Of("b", "glibc 2.31", true), Of("c", "musl 1.2.4", false)]);

        Assert.Equal([new FactCondition("glibc", FactRelation.AtLeast, "2.36")], newer.Conditions);
        Assert.Equal([new FactCondition("glibc", FactRelation.Has, "2.31")], other.Conditions);
    }

    [Fact]
    public void Are_told_apart_by_the_tag_that_was_planted() => Prop.ForAll<(byte Tags, byte Os, byte Memory)[], byte>((machines, planted) =>
    {
        var tag = planted % 4;
        var hosts = machines.Select(one => Machine(one, (one.Tags >> tag & 1) == 1)).ToList();
        var found = DifferenceFinder.Find(hosts);
        return hosts.All(host => host.Failed) || hosts.All(host => !host.Failed)
            ? found.Kind == DifferenceKind.NothingToCompare
            : found.Kind == DifferenceKind.One && found.Conditions[0].Fact == "tag" && Separates(found, hosts)
                && (found.Conditions[0] == new FactCondition("tag", FactRelation.Has, $"t{tag}") || hosts.All(host => host.Failed == found.Conditions[0].HoldsFor(host)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Are_told_apart_by_two_that_were_planted() => Prop.ForAll<(byte Tags, byte Os, byte Memory)[], bool>((machines, either) =>
    {
        var hosts = machines.Select(one => Machine(one, either ? (one.Tags & 1) == 1 || one.Memory % 5 < 2 : (one.Tags & 1) == 1 && one.Memory % 5 < 2)).ToList();
        var found = DifferenceFinder.Find(hosts);
        return found.Kind != DifferenceKind.None && Separates(found, hosts);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Are_never_explained_wrongly() => Prop.ForAll<(byte Tags, byte Os, byte Memory, bool Failed)[]>(machines =>
    {
        var hosts = machines.Select(one => Machine((one.Tags, one.Os, one.Memory), one.Failed)).ToList();
        return Separates(DifferenceFinder.Find(hosts), hosts);
    }).QuickCheckThrowOnFailure();

    private static bool Separates(HostDifference found, List<HostProfile> hosts) => found.Kind is DifferenceKind.None or DifferenceKind.NothingToCompare || found.Others.Prepend(found.Conditions).All(conditions => hosts.All(host =>
        host.Failed == (found.Kind == DifferenceKind.Either ? conditions.Any(one => one.HoldsFor(host)) : conditions.All(one => one.HoldsFor(host)))));

    private static HostProfile Machine((byte Tags, byte Os, byte Memory) one, bool failed) =>
        Host(failed, "tag=" + string.Join(',', Enumerable.Range(0, 4).Where(bit => (one.Tags >> bit & 1) == 1).Select(bit => $"t{bit}")), $"os=os{one.Os % 3}", $"memory GiB={1 << (one.Memory % 5)}");

    private static HostProfile Host(bool failed, params string[] facts) => new("h", failed, facts.Select(fact => fact.Split('=', 2)).ToDictionary(
        parts => parts[0],
        parts => (IReadOnlySet<string>)(parts[0] == "tag" ? parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal) : new HashSet<string>(StringComparer.Ordinal) { parts[1] }),
        StringComparer.Ordinal));
}
