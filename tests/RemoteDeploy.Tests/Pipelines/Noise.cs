namespace RemoteDeploy.Tests.Pipelines;

/// <summary>Content that takes its time on the way, because it does not get smaller and no host has it from an earlier test.</summary>
internal static class Noise
{
    private static int calls;

    public static byte[] Of(int length)
    {
        var noise = new byte[length];
        new Random(Interlocked.Increment(ref calls)).NextBytes(noise);
        return noise;
    }
}
