using System.Globalization;

namespace RemoteDeploy.Faults;

/// <summary>A place in a file that a person can open: an inventory, a project, a test's source.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Line">Line, from 1; 0 when only the file is known.</param>
/// <param name="Column">Column, from 1; 0 when only the line is known.</param>
public sealed record SourceLocation(string File, int Line = 0, int Column = 0)
{
    /// <summary><c>file(line,column)</c>, the form that terminals and CI systems turn into a link.</summary>
    public override string ToString() => (Line, Column) switch
    {
        (0, _) => File,
        (_, 0) => string.Create(CultureInfo.InvariantCulture, $"{File}({Line})"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{File}({Line},{Column})"),
    };
}
