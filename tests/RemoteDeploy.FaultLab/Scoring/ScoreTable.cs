using System.Text;

namespace RemoteDeploy.FaultLab.Scoring;

/// <summary>The scorecard as Markdown.</summary>
internal static class ScoreTable
{
    private static readonly string[] Heads =
    [
        "survived", "silent successes", "false alarms", "hangs", "starved hosts", "left behind", "kB lost", "torn finals",
        "refused, s", "hole, s", "cut, s", "stall, s", "blame right", "escapes passed",
    ];

    /// <summary>Figures first, then every cell, then versions and flags.</summary>
    public static string Of(IReadOnlyList<Score> scores, IReadOnlyList<(Peer Peer, string Version)> peers)
    {
        var text = new StringBuilder();
        Row(text, ["", .. Heads]);
        Row(text, ["---", .. Heads.Select(_ => "--:")]);
        foreach (var (peer, _) in peers)
        {
            Row(text, [peer.Name, .. Figures.Of(peer.Name, Of(scores, peer)).Cells()]);
        }

        var faults = scores.Select(score => score.Fault).Distinct(StringComparer.Ordinal).ToList();
        text.Append("\nEach cell is the exit code, or H where it hung. `!` silent success, `F` false alarm, `T` torn final, `S` well hosts starved, `L` left behind,\n`D` bytes lost, `W` named too late, `B` blamed wrongly or nobody, `E` escapes passed; `ok` survived: nothing of that, but for\n`T`, which is a moment. n/a: not tried.\n\n");
        Row(text, ["", .. peers.Select(pair => pair.Peer.Name)]);
        Row(text, ["---", .. peers.Select(_ => "---")]);
        foreach (var fault in faults)
        {
            Row(text, [fault, .. peers.Select(pair => Cell(scores.FirstOrDefault(score => score.Fault == fault && score.Peer == pair.Peer.Name)))]);
        }

        text.Append("\n| peer | form | flags | version |\n|---|---|---|---|\n");
        foreach (var (peer, version) in peers)
        {
            Row(text, [peer.Name, peer.IsBest ? "best known flags" : "as it comes", peer.Flags, version]);
        }

        return text.ToString();
    }

    /// <summary>One result in a few letters.</summary>
    public static string Cell(Score? score)
    {
        if (score is null or { NotTried: not null })
        {
            return "n/a";
        }

        (bool Is, string Letter)[] marks =
        [
            (score.SilentSuccess, "!"), (score.FalseAlarm, "F"), (score.Torn > 0, "T"), (score.Starved > 0, "S"), (score.Left.Count > 0, "L"),
            (score.BytesLost > 0, "D"), (score.TooLate, "W"), (score.BlameRight == false, "B"), (score.EscapesPassed, "E"),
        ];
        var letters = string.Concat(marks.Where(mark => mark.Is).Select(mark => mark.Letter));
        return $"{(score.Hung ? "H" : score.Exit)} {(score.Survived ? "ok " : "")}{letters}".Trim();
    }

    private static IReadOnlyList<Score> Of(IReadOnlyList<Score> scores, Peer peer) => [.. scores.Where(score => score.Peer == peer.Name)];

    private static void Row(StringBuilder text, IReadOnlyList<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
