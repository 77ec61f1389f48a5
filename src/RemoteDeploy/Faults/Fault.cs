using System.Text;

namespace RemoteDeploy.Faults;

/// <summary>An expected failure as a value. It says what failed, where, what was expected and found, and what to try.</summary>
public sealed record Fault
{
    /// <summary>Makes a fault of a code of the catalog.</summary>
    /// <param name="code">The code.</param>
    /// <param name="message">What failed, one sentence without the host's name, safe to print (see <see cref="Reporting.SafeText"/>).</param>
    public Fault(FaultCode code, string message)
    {
        Code = code;
        Message = message;
    }

    /// <summary>The code; its category decides the exit code.</summary>
    public FaultCode Code { get; init; }

    /// <summary>What failed, one sentence.</summary>
    public string Message { get; init; }

    /// <summary>The host it happened on; null when it concerns no single host.</summary>
    public string? Host { get; init; }

    /// <summary>The path concerned, relative to the payload or as the user wrote it; null when none is.</summary>
    public string? Path { get; init; }

    /// <summary>What was expected, for instance a digest.</summary>
    public string? Expected { get; init; }

    /// <summary>What was found instead; null where nothing was, and for a text that is blank.</summary>
    public string? Found { get; init => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>What to try next, an imperative sentence; null when the catalog's page is all there is to say.</summary>
    public string? Try { get; init; }

    /// <summary>Name of the failed test that stands for it, so that it is not told a second time; null when none does.</summary>
    public string? Test { get; init; }

    /// <summary>True when a failed test stands for it.</summary>
    internal bool IsOfTest => Test is not null || Code == FaultCatalog.TestFailed;

    /// <summary>The stage at which it happened; null before any host was contacted.</summary>
    public Reporting.Phase? Phase { get; init; }

    /// <summary>The stage where it is worth telling; null where code and message say as much.</summary>
    public Reporting.Phase? ToldPhase => Phase is { } phase && !ImpliedStage.Contains(Code, phase) ? phase : null;

    /// <summary>File and line that caused it (inventory, project, test source).</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>What it has in common with others that are told together with it: all but the host, and the stage where that is not told.</summary>
    public Fault ToCause() => this with { Host = null, Phase = ToldPhase };

    /// <summary>The whole fault on one line, without code and location: <c>host: at stage: message; expected …, found …. Try: …</c></summary>
    public string ToSentence()
    {
        var text = new StringBuilder();
        if (Host is not null)
        {
            text.Append(Host).Append(": ");
        }

        if (ToldPhase is { } stage)
        {
            text.Append("at ").Append(stage.ToString().ToLowerInvariant()).Append(": ");
        }

        if (Test is not null && !Message.Contains(Test, StringComparison.Ordinal))
        {
            text.Append(Test).Append(": ");
        }

        text.Append(Message.TrimEnd('.'));
        if (Path is not null && !IsInMessage(Path))
        {
            text.Append(": ").Append(Path);
        }

        if (Expected is not null)
        {
            text.Append("; expected ").Append(Expected);
        }

        if (Found is not null)
        {
            text.Append(Expected is null ? "; found " : ", found ").Append(Found.TrimEnd('.', ' '));
        }

        text.Append('.');
        if (Try is not null)
        {
            text.Append(' ').Append(Try.TrimEnd('.')).Append(Try.EndsWith('?') ? "" : ".");
        }

        return text.ToString();
    }

    // A short name may be a word of the sentence, or a part of one.
    private bool IsInMessage(string path) => path.AsSpan().ContainsAny("./-_") && Message.Contains(path, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"{Code} {ToSentence()}";
}
