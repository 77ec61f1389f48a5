using System.Runtime.InteropServices;

namespace RemoteDeploy.Inventory.Documents;

/// <summary>A place in a document, both from 1.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Mark(int Line, int Column);
