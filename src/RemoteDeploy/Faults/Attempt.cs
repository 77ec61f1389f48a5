using System.Diagnostics.CodeAnalysis;

namespace RemoteDeploy.Faults;

/// <summary>What a step returns: its record, or the faults that kept it from making one. Never both, never neither.</summary>
/// <typeparam name="T">The record of the step.</typeparam>
public sealed class Attempt<T>
    where T : notnull
{
    private readonly T? value;
    private readonly IReadOnlyList<Fault>? faults;

    private Attempt(T? value, IReadOnlyList<Fault>? faults)
    {
        this.value = value;
        this.faults = faults;
    }

    /// <summary>True when there is a record.</summary>
    public bool Succeeded => faults is null && value is not null;

    /// <summary>The record. Throws when the step failed: look at <see cref="Succeeded"/> first, or use <see cref="TryGet"/>.</summary>
    public T Value => Succeeded ? value! : throw new InvalidOperationException("The step failed: " + string.Join(" | ", Faults));

    /// <summary>The faults, at least one when the step failed, empty when it succeeded.</summary>
    public IReadOnlyList<Fault> Faults => faults ?? [];

    /// <summary>The record or the faults.</summary>
    public bool TryGet([NotNullWhen(true)] out T? record, out IReadOnlyList<Fault> failed)
    {
        record = value;
        failed = Faults;
        return Succeeded;
    }

    /// <summary>A success.</summary>
    public static implicit operator Attempt<T>(T value) => new(value, null);

    /// <summary>A failure with one fault.</summary>
    public static implicit operator Attempt<T>(Fault fault) => new(default, [fault]);

    /// <summary>A success, spelled out: C# does not apply the conversion to a value whose type is an interface.</summary>
    public static Attempt<T> Of(T value) => new(value, null);

    /// <summary>A failure with several faults.</summary>
    public static Attempt<T> Failed(IReadOnlyList<Fault> faults) =>
        faults.Count > 0 ? new(default, faults) : throw new ArgumentException("A failure has at least one fault.", nameof(faults));
}
