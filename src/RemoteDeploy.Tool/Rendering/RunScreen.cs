using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>Shows a run while it goes on. Disposing it leaves the output ready for the summary.</summary>
internal abstract class RunScreen : IRunObserver, IDisposable
{
    /// <inheritdoc/>
    public abstract void OnEvent(RunEvent runEvent);

    /// <inheritdoc/>
    public abstract void Dispose();
}
