namespace RemoteDeploy.Tests.Pipelines;

/// <summary>Content that takes its time on the way, because it does not get smaller.</summary>
internal static class Noise
{
    public static byte[] Of(int length)
    {
        var noise = new byte[length];
        new Random(7).NextBytes(noise);
        return noise;
    }
}
