using RemoteDeploy.Remoting.Ssh;

namespace RemoteDeploy.Tests.Remoting.Ssh;

public sealed class KeyExchanges
{
    [Theory]
    [InlineData("sntrup761x25519-sha512@openssh.com,curve25519-sha256,ecdh-sha2-nistp256", "curve25519-sha256,sntrup761x25519-sha512@openssh.com,ecdh-sha2-nistp256")]
    [InlineData("sntrup761x25519-sha512,mlkem768x25519-sha256,curve25519-sha256", "mlkem768x25519-sha256,curve25519-sha256,sntrup761x25519-sha512")]
    public void Of_OpenSSH_s_own_list_begin_with_the_quick_ones(string asked, string expected) => Assert.Equal(expected, SshTransport.FasterExchanges(asked));

    [Theory]
    [InlineData("")]
    [InlineData("sntrup761x25519-sha512@openssh.com")]
    [InlineData("mlkem768x25519-sha256,sntrup761x25519-sha512,curve25519-sha256")]
    [InlineData("diffie-hellman-group16-sha512,sntrup761x25519-sha512,curve25519-sha256")]
    public void Of_a_list_of_the_user_s_are_left_alone(string asked) => Assert.Null(SshTransport.FasterExchanges(asked));
}
