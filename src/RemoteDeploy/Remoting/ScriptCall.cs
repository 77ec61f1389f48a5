namespace RemoteDeploy.Remoting;

/// <summary>One request to the remote script.</summary>
/// <param name="Verb">Name of the verb.</param>
/// <param name="Arguments">Its arguments, any text without NUL.</param>
internal sealed record ScriptCall(string Verb, params IReadOnlyList<string> Arguments)
{
    /// <summary>Writes what follows the arguments on standard input; null when nothing does.</summary>
    public Func<Stream, CancellationToken, Task>? Input { get; init; }

    /// <summary>What follows the arguments, where that is known at once and not large; null when nothing does.</summary>
    public byte[]? Data { get; init; }

    /// <summary>True when it can be one of many steps of a session that is kept: it reads no stream and no sign to stop.</summary>
    public bool IsStep => Input is null && RawOutput is null && !HoldsInput;

    /// <summary>Takes each line of the answer but faults, and may read on from there; null collects lines.</summary>
    public Func<string, ReplyReader, CancellationToken, Task>? OnLine { get; init; }

    /// <summary>Takes the body byte for byte instead, for verbs whose answer is a command's output.</summary>
    public Stream? RawOutput { get; init; }

    /// <summary>Keeps standard input open until the reply has ended: the verb takes its end as "stop".</summary>
    public bool HoldsInput { get; init; }

    /// <summary>Deadline of the whole call; null for none.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>True for verbs that may be silent for long (a user's command): only a lost connection ends them.</summary>
    public bool MayBeSilent { get; init; }
}
