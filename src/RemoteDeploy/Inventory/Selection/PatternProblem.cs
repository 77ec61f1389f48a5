namespace RemoteDeploy.Inventory.Selection;

/// <summary>Why a pattern is refused, and at which character of it (from 0).</summary>
internal readonly record struct PatternProblem(int Index, string Message);
