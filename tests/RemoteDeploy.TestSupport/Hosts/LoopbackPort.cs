using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace RemoteDeploy.TestSupport.Hosts;

/// <summary>Proposes TCP ports for hosts.</summary>
internal static class LoopbackPort
{
    /// <summary>
    /// A port that nobody holds now. Below the range that Linux gives to outgoing connections, so that a host that is
    /// stopped finds its port free when it starts again.
    /// </summary>
    public static int Propose()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 32_000);
            using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: try the next.
            }
        }
    }
}
