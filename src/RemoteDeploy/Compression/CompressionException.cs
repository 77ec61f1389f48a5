namespace RemoteDeploy.Compression;

/// <summary>What is sent could not be compressed, after a part of it was sent already.</summary>
internal sealed class CompressionException(string message) : Exception(message);
