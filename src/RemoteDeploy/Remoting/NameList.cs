using System.Text;

namespace RemoteDeploy.Remoting;

/// <summary>Relative names as the remote script takes them: <c>./</c> in front, NUL behind, so that no name can mean anything else.</summary>
internal static class NameList
{
    /// <summary>Spells the names.</summary>
    public static byte[] Of(IEnumerable<string> names)
    {
        using var text = new MemoryStream();
        foreach (var name in names)
        {
            text.Write("./"u8);
            text.Write(Encoding.UTF8.GetBytes(name));
            text.WriteByte(0);
        }

        return text.ToArray();
    }
}
