namespace RemoteDeploy.TestSupport;

/// <summary>A folder in which something that was started from a test may still be at work, such as what plays a host.</summary>
public static class BusyFolder
{
    /// <summary>Removes it, again and again while others remove or make files in it, for 10 s at most.</summary>
    public static void Remove(string path)
    {
        for (var left = 200; Directory.Exists(path); left--)
        {
            try
            {
                Directory.Delete(path, recursive: true);
            }
            catch (IOException) when (left > 0)
            {
                Thread.Sleep(50);
            }
        }
    }
}
