using System.Globalization;

namespace RemoteDeploy.FaultLab.Scoring;

/// <summary>The figures of one peer over all faults that it was put to.</summary>
/// <param name="Peer">Its name.</param>
/// <param name="Tried">Faults that were tried.</param>
internal sealed record Figures(string Peer, int Tried)
{
    public int Survived { get; private init; }

    public int SilentSuccesses { get; private init; }

    public int FalseAlarms { get; private init; }

    public int Hangs { get; private init; }

    public int StarvedHosts { get; private init; }

    public int Left { get; private init; }

    public long BytesLost { get; private init; }

    public int TornFinals { get; private init; }

    /// <summary>Seconds until the victim was named, for each kind of fault that has a bound; null where it never was.</summary>
    public IReadOnlyDictionary<string, double?> Notice { get; private init; } = new Dictionary<string, double?>(StringComparer.Ordinal);

    /// <summary>Hundredths of the faults with somebody to blame.</summary>
    public double? BlameRight { get; private init; }

    public int EscapesPassed { get; private init; }

    /// <summary>Adds up.</summary>
    public static Figures Of(string peer, IReadOnlyList<Score> scores)
    {
        var tried = scores.Where(score => score.NotTried is null).ToList();
        var blamed = tried.FindAll(score => score.BlameRight is not null);
        return new Figures(peer, tried.Count)
        {
            Survived = tried.Count(score => score.Survived),
            SilentSuccesses = tried.Count(score => score.SilentSuccess),
            FalseAlarms = tried.Count(score => score.FalseAlarm),
            Hangs = tried.Count(score => score.Hung),
            StarvedHosts = tried.Sum(score => score.Starved),
            Left = tried.Sum(score => score.Left.Count),
            BytesLost = tried.Sum(score => score.BytesLost),
            TornFinals = tried.Sum(score => score.Torn),
            Notice = tried.Where(score => score.NoticeOf is not null).GroupBy(score => score.NoticeOf!, StringComparer.Ordinal).ToDictionary(kind => kind.Key, kind => kind.Max(score => score.Hung ? null : score.Notice), StringComparer.Ordinal),
            BlameRight = blamed.Count == 0 ? null : 100.0 * blamed.Count(score => score.BlameRight == true) / blamed.Count,
            EscapesPassed = tried.Count(score => score.EscapesPassed),
        };
    }

    /// <summary>The cells of a table.</summary>
    public IReadOnlyList<string> Cells() =>
    [
        $"{Survived}/{Tried}", Whole(SilentSuccesses), Whole(FalseAlarms), Whole(Hangs), Whole(StarvedHosts), Whole(Left), Whole(BytesLost / 1000), Whole(TornFinals),
        Seconds("refused"), Seconds("hole"), Seconds("cut"), Seconds("stall"),
        BlameRight is { } right ? string.Create(CultureInfo.InvariantCulture, $"{right:0} %") : "n/a", Whole(EscapesPassed),
    ];

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);

    private string Seconds(string kind) => !Notice.TryGetValue(kind, out var seconds) ? "n/a" : seconds is null ? "never" : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0}");
}
