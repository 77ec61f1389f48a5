using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Pool;

namespace RemoteDeploy.Tests.Pool;

public sealed class Schedules
{
    private static readonly Arbitrary<(int Hosts, double[] Seconds)> Any =
        (from hosts in Gen.Choose(1, 12)
         from count in Gen.Choose(0, 120)
         from seconds in Gen.Choose(1, 800).Select(hundredths => hundredths / 100.0).ArrayOf(count)
         select (hosts, seconds)).ToArbitrary();

    [Fact]
    public void Run_every_unit_once_and_end_soon_after_the_ideal() => Prop.ForAll(Any, drawn =>
    {
        var (simulation, units) = Simulate(drawn.Hosts, drawn.Seconds);

        Assert.Equal(units.Select(unit => unit.Name).Order(StringComparer.Ordinal), simulation.Ran.Select(ran => ran.Attempt.Unit.Name).Order(StringComparer.Ordinal));
        Assert.True(simulation.Dispatcher.IsDone);

        // No host waits while another has a second unit in hand that would fit: the longest unit, and what starting takes, bound the rest.
        var ideal = Ideal(drawn.Hosts, drawn.Seconds);
        Assert.InRange(simulation.Clock, 0, (1.5 * ideal) + (0.3 * 20));
    }).QuickCheckThrowOnFailure();

    // 200 tests, 120 s in all, the longest 8 s, on 6 hosts.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_a_usual_suite_come_within_15_per_cent_of_the_ideal(int seed)
    {
        var random = new Random(seed);
        var drawn = Enumerable.Range(0, 199).Select(_ => Math.Pow(random.NextDouble(), 4) * 4).ToArray();
        var seconds = drawn.Select(one => one * 112 / drawn.Sum()).Append(8).ToArray();

        var (simulation, _) = Simulate(6, seconds);

        var ideal = Ideal(6, seconds);
        Assert.InRange(simulation.Clock / ideal, 1, 1.1);
        Assert.True(simulation.Batches * 0.3 < 0.1 * (seconds.Sum() + (simulation.Batches * 0.3)), $"{simulation.Batches} starts");
    }

    [Fact]
    public void Begin_with_the_longest_unit()
    {
        var (simulation, _) = Simulate(2, [1, 2, 9, 3]);

        Assert.Equal("u2", simulation.Ran.Single(ran => ran.Host == "h1").Attempt.Unit.Name);
    }

    [Fact]
    public async Task Without_any_history_learn_from_the_first_units()
    {
        var units = Enumerable.Range(0, 100).Select(number => new TestUnit("s", $"u{number}") { Tests = 1 }).ToList();
        var simulation = new PoolSimulation(units, new DurationHistory(), new PoolSettings(), _ => 0.1);

        await simulation.RunAsync(PoolSimulation.Hosts(2));

        Assert.Equal(100, simulation.Ran.Count);
        Assert.InRange(simulation.Batches, 4, 40);
    }

    private static double Ideal(int hosts, double[] seconds) => seconds.Length == 0 ? 0 : Math.Max(seconds.Sum() / hosts, seconds.Max());

    private static (PoolSimulation Simulation, List<TestUnit> Units) Simulate(int hosts, double[] seconds)
    {
        var history = new DurationHistory();
        var units = seconds.Select((one, number) => new TestUnit("s", $"u{number}")).ToList();
        var by = units.Zip(seconds).ToDictionary(pair => pair.First, pair => pair.Second);
        units.ForEach(unit => history.Record("s", unit.Name, "linux-x64/2", TimeSpan.FromSeconds(by[unit])));
        var simulation = new PoolSimulation(units, history, new PoolSettings(), unit => by[unit]);
        simulation.RunAsync(PoolSimulation.Hosts(hosts)).GetAwaiter().GetResult();
        return (simulation, units);
    }
}
