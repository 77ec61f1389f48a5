using RemoteDeploy.Reporting;

namespace RemoteDeploy.Runs;

/// <summary>Hands events to observers, one at a time.</summary>
internal sealed class EventHub(TimeProvider time, IReadOnlyList<IRunObserver> observers)
{
    private readonly Lock gate = new();

    /// <summary>The present moment, for events.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Raises an event.</summary>
    public void Raise(RunEvent runEvent)
    {
        lock (gate)
        {
            foreach (var observer in observers)
            {
                observer.OnEvent(runEvent);
            }
        }
    }
}
