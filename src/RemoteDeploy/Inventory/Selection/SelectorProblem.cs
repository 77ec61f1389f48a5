namespace RemoteDeploy.Inventory.Selection;

/// <summary>Why a selector is refused, and at which character (from 0).</summary>
internal sealed record SelectorProblem(int Index, string Message);
