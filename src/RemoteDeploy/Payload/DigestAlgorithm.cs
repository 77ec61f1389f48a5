namespace RemoteDeploy.Payload;

/// <summary>The digest that proves content. MD5 finds corruption, not an attacker; SHA-256 finds both.</summary>
public enum DigestAlgorithm
{
    /// <summary>MD5: what users of copy scripts compare. 32 hexadecimal digits.</summary>
    Md5,

    /// <summary>SHA-256, the default: openssl computes it twice as fast as MD5 where processors have instructions for it. 64 hexadecimal digits.</summary>
    Sha256,
}
