using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RemoteDeploy.Results.Merging;

/// <summary>Identifiers of a merged TRX: unique in it, and the same when it is written again.</summary>
internal sealed class TrxIds
{
    private readonly byte[] seed;

    /// <summary>Identifiers for a run.</summary>
    public TrxIds(string runId) => seed = SHA256.HashData(Encoding.UTF8.GetBytes(runId))[..16];

    /// <summary>Of the run itself.</summary>
    public Guid Run => Of(0, 0);

    /// <summary>Of the test with a place in the file, from 0.</summary>
    public Guid Test(long place) => Of(1, place);

    /// <summary>Of its execution.</summary>
    public Guid Execution(long place) => Of(2, place);

    private Guid Of(byte kind, long place)
    {
        Span<byte> bytes = stackalloc byte[16];
        seed.CopyTo(bytes);
        bytes[7] = kind;
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], place ^ BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));
        return new Guid(bytes, bigEndian: true);
    }
}
