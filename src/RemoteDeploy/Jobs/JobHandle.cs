namespace RemoteDeploy.Jobs;

/// <summary>A job that was started on a host.</summary>
/// <param name="Folder">Its folder on the host.</param>
/// <param name="WorkFolder">The folder it runs in.</param>
/// <param name="WasThere">True when an earlier request had started it.</param>
internal sealed record JobHandle(string Folder, string WorkFolder, bool WasThere);
