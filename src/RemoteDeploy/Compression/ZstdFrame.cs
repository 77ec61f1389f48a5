using System.Buffers;
using System.Buffers.Binary;

namespace RemoteDeploy.Compression;

/// <summary>The frames of the Zstandard format (RFC 8878), as far as they have to be told apart and made without compressing.</summary>
internal static class ZstdFrame
{
    /// <summary>Most content bytes in a frame made by <see cref="WriteStored"/>.</summary>
    public const int LargestStored = 64 * 1024;

    private const uint Magic = 0xFD2FB528;
    private const int ChecksumLength = 4;
    private const int LargestBlock = 128 * 1024;

    /// <summary>Reads one whole frame from a program's output and passes its bytes on, none before the frame is known to be the right one.</summary>
    /// <param name="from">The output.</param>
    /// <param name="size">Length of the content that the frame must have, where it tells.</param>
    /// <param name="onBytes">Takes the bytes.</param>
    /// <exception cref="EndOfStreamException">There is no whole frame.</exception>
    /// <exception cref="InvalidDataException">This is no frame, or one of another content.</exception>
    public static void Read(Stream from, long size, Action<ReadOnlySpan<byte>> onBytes)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LargestBlock);
        try
        {
            Read(from, size, buffer, onBytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Writes bytes as a frame that holds them as they are.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="content">1 to <see cref="LargestStored"/> bytes.</param>
    public static void WriteStored(Stream to, ReadOnlySpan<byte> content)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, LargestStored, nameof(content));

        // Single segment with a length of 4 bytes, and one last, raw block.
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(head, Magic);
        head[4] = 0xA0;
        BinaryPrimitives.WriteInt32LittleEndian(head[5..], content.Length);
        var block = (content.Length << 3) | 1;
        (head[9], head[10], head[11]) = ((byte)block, (byte)(block >> 8), (byte)(block >> 16));
        to.Write(head);
        to.Write(content);
    }

    private static void Read(Stream from, long size, byte[] buffer, Action<ReadOnlySpan<byte>> onBytes)
    {
        var hasChecksum = ReadHeader(from, size, buffer, onBytes);
        ReadOnlySpan<byte> Take(int count)
        {
            from.ReadExactly(buffer, 0, count);
            onBytes(buffer.AsSpan(0, count));
            return buffer.AsSpan(0, count);
        }

        for (var isLast = false; !isLast;)
        {
            var bytes = Take(3);
            var header = bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
            isLast = (header & 1) != 0;
            var isRun = ((header >> 1) & 3) == 1;
            if (header >> 3 > LargestBlock && !isRun)
            {
                throw new InvalidDataException("a block is larger than the format allows");
            }

            Take(isRun ? 1 : header >> 3);
        }

        if (hasChecksum)
        {
            Take(ChecksumLength);
        }
    }

    // Magic, descriptor, then window, dictionary and content size, as far as the descriptor says that they are there.
    private static bool ReadHeader(Stream from, long size, byte[] buffer, Action<ReadOnlySpan<byte>> onBytes)
    {
        from.ReadExactly(buffer, 0, 5);
        if (BinaryPrimitives.ReadUInt32LittleEndian(buffer) != Magic)
        {
            throw new InvalidDataException("this is no Zstandard frame");
        }

        var descriptor = buffer[4];
        var isSingleSegment = (descriptor & 0x20) != 0;
        var sizeAt = 5 + (isSingleSegment ? 0 : 1) + ((descriptor & 3) == 3 ? 4 : descriptor & 3);
        var sizeLength = (descriptor >> 6) switch { 0 => isSingleSegment ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
        from.ReadExactly(buffer, 5, sizeAt + sizeLength - 5);
        var told = sizeLength switch
        {
            0 => size,
            1 => buffer[sizeAt],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(sizeAt)) + 256,
            4 => BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(sizeAt)),
            _ => BinaryPrimitives.ReadInt64LittleEndian(buffer.AsSpan(sizeAt)),
        };
        if (told != size)
        {
            throw new InvalidDataException($"a frame of {told} bytes came for a content of {size}");
        }

        onBytes(buffer.AsSpan(0, sizeAt + sizeLength));
        return (descriptor & 4) != 0;
    }
}
