using RemoteDeploy.Inventory;

namespace RemoteDeploy.Pool;

/// <summary>The hosts of a pool: who is to come, who works, who waits, who is gone, and whether spare ones are wanted. The one who has it guards it.</summary>
internal sealed class HostRoster
{
    private readonly Dictionary<string, PoolHost> working = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Host> coming = new(StringComparer.Ordinal);
    private readonly HashSet<string> waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> joined = new(StringComparer.Ordinal);
    private readonly HashSet<string> retired = new(StringComparer.Ordinal);
    private int? expected;
    private int calls;

    /// <summary>Hosts that take units.</summary>
    public IReadOnlyCollection<PoolHost> Working => working.Values;

    /// <summary>Names of the hosts that take units.</summary>
    public IReadOnlyCollection<string> Names => working.Keys;

    /// <summary>Hosts that take units and have nothing to do.</summary>
    public IEnumerable<PoolHost> Waiting => working.Values.Where(host => waiting.Contains(host.Name));

    /// <summary>Hosts that are expected and not there yet.</summary>
    public IReadOnlyCollection<Host> Coming => coming.Values;

    /// <summary>All hosts that will come, spare ones apart.</summary>
    public void Expect(IEnumerable<Host> hosts)
    {
        foreach (var host in hosts)
        {
            coming[host.Name] = host;
        }

        expected = coming.Count;
    }

    /// <summary>True for a host that takes units.</summary>
    public bool Has(string name) => working.ContainsKey(name);

    /// <summary>A host is ready. One that was retired stays so.</summary>
    public void Join(PoolHost host)
    {
        joined.Add(host.Name);
        coming.Remove(host.Name);
        if (!retired.Contains(host.Name))
        {
            working[host.Name] = host;
        }
    }

    /// <summary>A host asks for work, or no longer does.</summary>
    public void Wait(string name, bool isWaiting)
    {
        if (isWaiting)
        {
            waiting.Add(name);
        }
        else
        {
            waiting.Remove(name);
        }
    }

    /// <summary>A host that is no spare one is through. For one that never came, a spare one is wanted in its place.</summary>
    public void Through(string name)
    {
        coming.Remove(name);
        waiting.Remove(name);
        expected--;
        calls += joined.Contains(name) ? 0 : 1;
    }

    /// <summary>A host is lost: a spare one is wanted in its place.</summary>
    public void Lose(string name)
    {
        working.Remove(name);
        waiting.Remove(name);
        calls++;
    }

    /// <summary>A host takes no units any more, now and for ever.</summary>
    public void Retire(string name)
    {
        if (retired.Add(name))
        {
            Lose(name);
        }
    }

    /// <summary>Takes one of the calls for a spare host. When all others are through, spare ones are wanted for whatever is left.</summary>
    public bool TakeCall()
    {
        if (calls > 0)
        {
            calls--;
            return true;
        }

        return expected <= 0;
    }
}
