namespace RemoteDeploy.Reporting;

/// <summary>Receives the events of a run, one at a time, in order. Called from many threads but never at the same time.</summary>
public interface IRunObserver
{
    /// <summary>Takes one event. Must return soon; an exception ends the run as a bug (RD9001).</summary>
    void OnEvent(RunEvent runEvent);
}
