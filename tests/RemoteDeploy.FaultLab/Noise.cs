namespace RemoteDeploy.FaultLab;

/// <summary>Bytes that do not get smaller by compression, the same in every run.</summary>
internal static class Noise
{
    public static byte[] Of(int size)
    {
        // Not a secret: what matters is that it is always the same.
#pragma warning disable CA5394
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
#pragma warning restore CA5394
        return bytes;
    }
}
