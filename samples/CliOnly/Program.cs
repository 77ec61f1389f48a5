// Adds numbers; with --check, checks that it can.
if (args is ["--check"])
{
    Console.WriteLine(Sum(["1", "2", "39"]) == 42 ? "check: ok" : "check: 1 + 2 + 39 is not 42");
    return Sum(["1", "2", "39"]) == 42 ? 0 : 1;
}

Console.WriteLine(Sum(args));
return 0;

static int Sum(IEnumerable<string> numbers) => numbers.Sum(int.Parse);
