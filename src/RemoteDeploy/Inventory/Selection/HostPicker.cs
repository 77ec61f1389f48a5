using RemoteDeploy.Faults;
using RemoteDeploy.Inventory.Documents;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Inventory.Selection;

/// <summary>Says which hosts a selector picks. A pattern that means nothing is a fault, wherever it stands: silence there is how hosts get lost.</summary>
internal sealed class HostPicker
{
    private readonly IReadOnlyList<Host> hosts;
    private readonly Labels labels;
    private readonly Dictionary<string, Host> known;
    private readonly Dictionary<string, Host> literals = new(StringComparer.Ordinal);
    private readonly List<Fault> faults = [];

    internal HostPicker(IReadOnlyList<Host> hosts, Labels labels)
    {
        this.hosts = hosts;
        this.labels = labels;
        known = hosts.DistinctBy(host => host.Name).ToDictionary(host => host.Name, StringComparer.Ordinal);
    }

    /// <summary>What literals get; null where only hosts of the inventory may stand (a group's members).</summary>
    internal HostDefaults? Literals { get; init; }

    /// <summary>True where a known but empty group or tag is no fault.</summary>
    internal bool AcceptsEmptyLabels { get; init; }

    /// <summary>Where the selector is written; null for the command line.</summary>
    internal SourceLocation? Location { get; init; }

    internal IReadOnlyList<Fault> Faults => faults;

    /// <summary>The hosts in inventory order, then literals as written. When there are faults it means nothing.</summary>
    internal IReadOnlyList<Host> Pick(SelectorNode node)
    {
        var names = Evaluate(node, excluding: false);
        return [.. hosts.Where(host => names.Contains(host.Name)), .. literals.Values.Where(host => names.Contains(host.Name))];
    }

    private HashSet<string> Evaluate(SelectorNode node, bool excluding)
    {
        switch (node)
        {
            case SelectorNode.Atom { IsLabel: true } label:
                return EvaluateLabel(label, excluding);
            case SelectorNode.Atom atom:
                return atom.Pattern.HasGlob ? EvaluateGlob(atom) : EvaluateNames(atom, excluding);
            case SelectorNode.Union union:
                var any = NewSet();
                foreach (var part in union.Parts)
                {
                    any.UnionWith(Evaluate(part, excluding));
                }

                return any;
            case SelectorNode.Term term:
                var names = Evaluate(term.First, excluding);
                foreach (var step in term.Steps)
                {
                    Apply(step, names, excluding);
                }

                return names;
            default:
                return [.. known.Keys];
        }
    }

    private void Apply(SelectorNode.Step step, HashSet<string> names, bool excluding)
    {
        var operand = Evaluate(step.Operand, excluding || step.Excludes);
        if (step.Excludes)
        {
            names.ExceptWith(operand);
        }
        else
        {
            names.IntersectWith(operand);
        }
    }

    private HashSet<string> EvaluateLabel(SelectorNode.Atom atom, bool excluding)
    {
        var names = atom.Pattern.HasGlob ? [.. labels.Names.Where(atom.Pattern.Matches)] : atom.Pattern.Expand().ToList();
        var members = NewSet();
        var unknown = names.Where(name => !labels.Names.Contains(name)).ToList();
        if (unknown.Count > 0)
        {
            var near = NearMiss.Find(unknown[0], labels.Names);
            Add(FaultCatalog.UnknownHost, $"no group or tag is called {Show(unknown)}", near is null ? NamesOf("groups and tags", labels.Names) : $"Did you mean '@{near}'?");
            return members;
        }

        foreach (var name in names)
        {
            members.UnionWith(labels.Members(name));
        }

        if (members.Count == 0 && (names.Count == 0 || !(excluding || AcceptsEmptyLabels)))
        {
            Add(FaultCatalog.NothingSelected, $"'{atom.Text}' picks no host", NamesOf("groups and tags", labels.Names));
        }

        return members;
    }

    private HashSet<string> EvaluateGlob(SelectorNode.Atom atom)
    {
        var names = hosts.Select(host => host.Name).Where(atom.Pattern.Matches).ToHashSet(StringComparer.Ordinal);
        if (names.Count == 0)
        {
            Add(FaultCatalog.NothingSelected, $"'{atom.Text}' matches no host", NamesOf("hosts", HostRange.Collapse(known.Keys)));
        }

        return names;
    }

    private HashSet<string> EvaluateNames(SelectorNode.Atom atom, bool excluding)
    {
        var names = NewSet();
        var missing = new List<string>();
        foreach (var name in atom.Pattern.Expand())
        {
            if (Find(name, excluding) is { } found)
            {
                names.Add(found);
            }
            else
            {
                missing.Add(name);
            }
        }

        if (missing.Count > 0)
        {
            AddMissing(atom, missing, all: names.Count == 0);
        }

        return names;
    }

    /// <summary>The name under which a host is known, or becomes known as a literal; null when it is neither.</summary>
    private string? Find(string text, bool excluding)
    {
        if (known.ContainsKey(text) || !Endpoint.TryParse(text, out var endpoint, out _))
        {
            return known.ContainsKey(text) ? text : null;
        }

        if (known.ContainsKey(endpoint.Name) || literals.ContainsKey(endpoint.Name))
        {
            return endpoint.Name;
        }

        var mayBeLiteral = Literals is not null && !excluding && (hosts.Count == 0 || Endpoint.IsExplicit(text));
        if (!mayBeLiteral)
        {
            return null;
        }

        literals.Add(endpoint.Name, Literals!.ToHost(endpoint, endpoint.Name, location: null));
        return endpoint.Name;
    }

    private void AddMissing(SelectorNode.Atom atom, List<string> missing, bool all)
    {
        if (all && atom.Pattern.HasRange)
        {
            Add(FaultCatalog.NothingSelected, $"'{atom.Text}' matches no host", NamesOf("hosts", HostRange.Collapse(known.Keys)));
            return;
        }

        Add(FaultCatalog.UnknownHost, $"the inventory has no host called {Show(missing)}", Advice(missing));
    }

    private string Advice(List<string> missing)
    {
        if (labels.Names.Contains(missing[0]))
        {
            return $"A group or tag is called so: write '@{missing[0]}'.";
        }

        var near = missing.Count == 1 ? NearMiss.Find(missing[0], known.Keys) : null;
        var outside = Literals is null ? "" : " A host outside the inventory is written user@host, host:port or ssh://host.";
        return (near is null ? NamesOf("hosts", HostRange.Collapse(known.Keys)) : $"Did you mean '{near}'?") + outside;
    }

    private static string NamesOf(string what, IEnumerable<string> names)
    {
        var all = string.Join(", ", names);
        return all.Length == 0 ? $"There are no {what}." : $"The {what} are: {SafeText.Line(all, 300)}.";
    }

    private static string Show(IEnumerable<string> names) => $"'{SafeText.Line(string.Join(", ", HostRange.Collapse(names)), 200)}'";

    private static HashSet<string> NewSet() => new(StringComparer.Ordinal);

    private void Add(FaultCode code, string message, string advice)
    {
        if (faults.Count < Findings.Most)
        {
            faults.Add(new Fault(code, message) { Location = Location, Try = advice });
        }
    }
}
