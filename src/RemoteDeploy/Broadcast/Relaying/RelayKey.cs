using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RemoteDeploy.Broadcast.Relaying;

/// <summary>A key pair for one connection from host to host. It exists in memory here, on the host that connects until it is connected, and nowhere else.</summary>
/// <param name="Public">The line for authorized keys, without options.</param>
/// <param name="Private">The private half, PEM.</param>
internal sealed record RelayKey(string Public, string Private)
{
    /// <summary>Ends every line that a relay puts among authorized keys.</summary>
    public const string Mark = "remotedeploy-relay";
    private const string Kind = "ecdsa-sha2-nistp256";
    private const string Curve = "nistp256";

    /// <summary>Makes a key pair.</summary>
    public static RelayKey Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var blob = new MemoryStream();
        Write(blob, Encoding.ASCII.GetBytes(Kind));
        Write(blob, Encoding.ASCII.GetBytes(Curve));
        Write(blob, [4, .. point.X!, .. point.Y!]);
        return new RelayKey($"{Kind} {Convert.ToBase64String(blob.ToArray())} {Mark}", key.ExportECPrivateKeyPem());
    }

    // A string of the ssh protocol: its length, and its bytes.
    private static void Write(MemoryStream to, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        to.Write(length);
        to.Write(bytes);
    }

    /// <inheritdoc/>
    public override string ToString() => Public;
}
