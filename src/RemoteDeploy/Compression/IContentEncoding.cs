namespace RemoteDeploy.Compression;

/// <summary>A way to compress contents such that compressed pieces, put together, are the compressed whole.</summary>
internal interface IContentEncoding
{
    /// <summary>Name of the program that decodes it on hosts, with <c>-dcq</c>.</summary>
    string Name { get; }

    /// <summary>Bytes per second of a link from which on it costs more time than it saves.</summary>
    double FastLink { get; }

    /// <summary>Compresses files into a spool. Contents that cannot be made fail; the others are complete.</summary>
    /// <param name="files">Paths and what they become. None is empty.</param>
    /// <param name="effort">From 1, which is fast, to 9.</param>
    /// <param name="spool">Where to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    void Compress(IReadOnlyList<(string Path, CompressedContent Content)> files, int effort, SpoolFile spool, CancellationToken cancellationToken);

    /// <summary>Writes bytes as a piece that holds them as they are.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="content">1 byte to 64 KiB.</param>
    void WriteStored(Stream to, ReadOnlySpan<byte> content);
}
