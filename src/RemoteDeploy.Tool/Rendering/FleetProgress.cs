using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>Where a run is: the events so far, added up.</summary>
internal sealed class FleetProgress
{
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly List<HostProgress> hosts = [];

    /// <summary>The verb; empty before the run begins.</summary>
    public string Verb { get; private set; } = "";

    /// <summary>When the run began.</summary>
    public DateTimeOffset Began { get; private set; }

    /// <summary>The payload, once it is known.</summary>
    public PayloadReady? Payload { get; private set; }

    /// <summary>How far suites that hosts share are; null where there are none, or nothing was told.</summary>
    public PoolProgressed? Pool { get; private set; }

    /// <summary>The hosts in the order of the request.</summary>
    public IReadOnlyList<HostProgress> Hosts => hosts;

    /// <summary>Adds an event.</summary>
    public void Add(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case RunStarted started:
                (Verb, Began) = (started.Verb, started.Time);
                started.Hosts.ToList().ForEach(name => Place(name));
                break;
            case PayloadReady payload:
                Payload = payload;
                break;
            case PoolProgressed pool:
                Pool = pool;
                break;
            default:
                if (runEvent.Host is { } host)
                {
                    var place = Place(host);
                    hosts[place] = Next(hosts[place], runEvent);
                }

                break;
        }
    }

    /// <summary>The host's progress; null for a name that no event had.</summary>
    public HostProgress? Find(string host) => places.TryGetValue(host, out var place) ? hosts[place] : null;

    private static HostProgress Next(HostProgress host, RunEvent runEvent) => runEvent switch
    {
        PhaseStarted phase => host with
        {
            Phase = phase.Phase,
            Detail = phase.Detail is null ? null : SafeText.Line(phase.Detail, 60),
            BytesDone = 0,
            BytesTotal = 0,
            InPool = host.InPool || (phase.Phase == Phase.Waiting && host.Began is not null),
            Began = host.Began ?? (phase.Phase == Phase.Waiting ? null : phase.Time),
        },
        Transferred moved => host with { BytesDone = moved.BytesDone, BytesTotal = moved.BytesTotal },
        Faulted { Fault: var fault } => host with { Fault = host.Fault ?? $"{fault.Code} {SafeText.Line(fault.Message)}" },
        HostFinished finished => Finish(host, finished.Report),
        _ => host,
    };

    private static HostProgress Finish(HostProgress host, HostReport report)
    {
        var fault = report.Faults.Concat(report.Suites.SelectMany(suite => suite.Faults)).FirstOrDefault();
        return host with { Report = report, Fault = host.Fault ?? (fault is null ? null : $"{fault.Code} {SafeText.Line(fault.Message)}") };
    }

    private int Place(string host)
    {
        if (!places.TryGetValue(host, out var place))
        {
            place = hosts.Count;
            places.Add(host, place);
            hosts.Add(new HostProgress(SafeText.Line(host)));
        }

        return place;
    }
}
