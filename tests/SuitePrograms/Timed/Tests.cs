// One after the other, as on a slow machine: otherwise the sum of the durations would say nothing of how long they take.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Timed;

/// <summary>Ten tests. All 200 together wait for 120 s, the longest for 8, one only for microseconds.</summary>
public abstract class Ten(int number)
{
    private const double Ratio = 0.933333;

    [Fact]
    public Task A() => WaitAsync(0);

    [Fact]
    public Task B() => WaitAsync(1);

    [Fact]
    public Task C() => WaitAsync(2);

    [Fact]
    public Task D() => WaitAsync(3);

    [Fact]
    public Task E() => WaitAsync(4);

    [Fact]
    public Task F() => WaitAsync(5);

    [Fact]
    public Task G() => WaitAsync(6);

    [Fact]
    public Task H() => WaitAsync(7);

    [Fact]
    public Task I() => WaitAsync(8);

    [Fact]
    public Task J() => WaitAsync(9);

    // Long ones stand among short ones, as in real suites.
    private Task WaitAsync(int test) => Task.Delay(TimeSpan.FromSeconds(8 * Math.Pow(Ratio, ((number * 10) + test) * 73 % 200)), TestContext.Current.CancellationToken);
}

public sealed class Alpha() : Ten(0);

public sealed class Bravo() : Ten(1);

public sealed class Charlie() : Ten(2);

public sealed class Delta() : Ten(3);

public sealed class Echo() : Ten(4);

public sealed class Foxtrot() : Ten(5);

public sealed class Golf() : Ten(6);

public sealed class Hotel() : Ten(7);

public sealed class India() : Ten(8);

public sealed class Juliett() : Ten(9);

public sealed class Kilo() : Ten(10);

public sealed class Lima() : Ten(11);

public sealed class Mike() : Ten(12);

public sealed class November() : Ten(13);

public sealed class Oscar() : Ten(14);

public sealed class Papa() : Ten(15);

public sealed class Quebec() : Ten(16);

public sealed class Romeo() : Ten(17);

public sealed class Sierra() : Ten(18);

public sealed class Tango() : Ten(19);
