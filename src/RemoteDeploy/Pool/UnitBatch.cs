namespace RemoteDeploy.Pool;

/// <summary>What a host is given in one go.</summary>
/// <param name="Units">The units, of one suite; empty when there is nothing for it.</param>
/// <param name="Seconds">How long they take, as far as that is known.</param>
internal sealed record UnitBatch(IReadOnlyList<UnitAttempt> Units, double Seconds)
{
    // What a command line holds everywhere, with room for the rest of it.
    private const int MostArguments = 32_000;

    /// <summary>Fills a batch up to a limit. What is long, or must be by itself, is alone.</summary>
    /// <param name="host">The host.</param>
    /// <param name="fitting">What fits it; what is chosen is taken out.</param>
    /// <param name="policy">Chooses.</param>
    /// <param name="limit">Seconds.</param>
    public static UnitBatch Choose(PoolHost host, List<(UnitAttempt Attempt, TimeSpan? Duration)> fitting, PoolPolicy policy, double limit)
    {
        var batch = new List<UnitAttempt>();
        var (filled, length) = (0.0, 0);
        while (fitting.Count > 0)
        {
            var next = policy.Next(host, fitting);
            var chosen = fitting.Find(one => ReferenceEquals(one.Attempt, next));
            if (chosen.Attempt is null)
            {
                throw new InvalidOperationException($"The policy chose '{next}', which does not fit host '{host.Name}' now.");
            }

            fitting.Remove(chosen);
            batch.Add(next);
            filled += chosen.Duration?.TotalSeconds ?? 0;
            length += LengthOf(next);
            if (IsAlone(chosen))
            {
                break;
            }

            // A shorter one further down may still have room.
            fitting.RemoveAll(one => IsAlone(one) || one.Attempt.Unit.Suite != next.Unit.Suite || filled + one.Duration!.Value.TotalSeconds > limit || length + LengthOf(one.Attempt) > MostArguments);
        }

        return new UnitBatch(batch, filled);
    }

    private static int LengthOf(UnitAttempt attempt) => attempt.Unit.Arguments.Sum(argument => argument.Length + 1);

    private static bool IsAlone((UnitAttempt Attempt, TimeSpan? Duration) one) =>
        one.Duration is null || one.Attempt.Unit.IsDestructive || one.Attempt.Unit.IsProgram || one.Attempt.IsAlone || one.Attempt.Number > 1;
}
