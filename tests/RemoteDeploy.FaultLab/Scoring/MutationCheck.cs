using RemoteDeploy.FaultLab.Activities;
using RemoteDeploy.FaultLab.Cases;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab.Scoring;

/// <summary>Proves that the laboratory would notice: a tool without one of its defences must not come through the faults that the defence is for.</summary>
internal static class MutationCheck
{
    /// <summary>Runs it.</summary>
    /// <param name="tool">Our tool, whole.</param>
    /// <param name="folder">For the copies.</param>
    /// <param name="only">Parts of names of what is taken; none for all.</param>
    /// <returns>0 when every weaker copy scores worse.</returns>
    public static async Task<int> RunAsync(string tool, string folder, IReadOnlyList<string> only)
    {
        var stale = Stale();
        stale.ToList().ForEach(Console.WriteLine);
        var failed = stale.Count;
        foreach (var mutation in Mutation.All.Where(mutation => only.Count == 0 || only.Any(part => mutation.Name.Contains(part, StringComparison.Ordinal))))
        {
            var whole = await ScoreAsync(mutation, tool);
            var weaker = await ScoreAsync(mutation, await BuildAsync(mutation, Path.Combine(folder, mutation.Name)));
            var (all, left) = (whole.Count(verdict => verdict.Passed), weaker.Count(verdict => verdict.Passed));
            var right = all == mutation.Faults.Count && left < all;
            failed += right ? 0 : 1;
            Console.WriteLine($"{(right ? "pass" : "FAIL")} without {mutation.Name}: {left} of {mutation.Faults.Count} instead of {all}");
            foreach (var verdict in right ? weaker : [.. whole, .. weaker])
            {
                Console.WriteLine("    " + Table.Line(verdict).ReplaceLineEndings("\n    "));
            }
        }

        return failed == 0 ? 0 : 1;
    }

    /// <summary>Texts of the sources that are to be edited and do not stand there once: whoever changed them has the mutation to correct.</summary>
    public static IReadOnlyList<string> Stale() =>
    [
        .. from mutation in Mutation.All
           from edit in mutation.Edits
           where File.ReadAllText(Path.Combine(PublishedTool.Repository, "src", edit.File)).Split(edit.Old).Length != 2
           select $"mutation '{mutation.Name}': '{edit.Old}' has to stand in {edit.File} once",
    ];

    private static async Task<IReadOnlyList<Verdict>> ScoreAsync(Mutation mutation, string tool)
    {
        var verdicts = new List<Verdict>();
        foreach (var (id, verb) in mutation.Faults.Select(fault => fault.Split('/')).Select(parts => (parts[0], parts[1])))
        {
            var faultCase = FaultTable.All.First(one => one.Id == id && one.Verbs.Contains(verb));
            verdicts.Add(await new Trial(faultCase with { Heal = null }, Activity.Named(verb), tool).RunAsync());
        }

        return verdicts;
    }

    private static async Task<string> BuildAsync(Mutation mutation, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var part in (string[])["src", "Directory.Build.props", "Directory.Packages.props", "global.json", "README.md", "RemoteDeploy.Tasks.sln"])
        {
            await Programs.MustRunAsync("cp", "-a", Path.Combine(PublishedTool.Repository, part), folder);
        }

        foreach (var (file, old, replacement) in mutation.Edits)
        {
            var path = Path.Combine(folder, "src", file);
            await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace(old, replacement, StringComparison.Ordinal));
        }

        return await PublishedTool.BuildAsync(folder, folder);
    }
}
