using System.Text;

namespace RemoteDeploy.Remoting;

/// <summary>Writes relative names as the remote script takes them: <c>./</c> in front, NUL behind, so that no name can mean anything else.</summary>
internal static class NameList
{
    /// <summary>Writes the names.</summary>
    public static async Task WriteAsync(Stream to, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        foreach (var name in names)
        {
            text.Write("./"u8);
            text.Write(Encoding.UTF8.GetBytes(name));
            text.WriteByte(0);
        }

        await to.WriteAsync(text.GetBuffer().AsMemory(0, (int)text.Length), cancellationToken);
    }
}
