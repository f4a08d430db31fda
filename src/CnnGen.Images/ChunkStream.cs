using System.Buffers.Binary;

namespace CnnGen.Images;

/// <summary>
/// The chunks of a PNG file that hold its compressed data, read as one stream: they follow one another, and cut the data anywhere.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="first">Where the first of these chunks begins. All of them lie whole in the file.</param>
internal sealed class ChunkStream(ReadOnlyMemory<byte> file, int first) : Stream
{
    /// <summary>Bytes of a chunk beside its content: length, name and checksum.</summary>
    public const int Frame = 12;

    private int _next = first;
    private ReadOnlyMemory<byte> _content;

    /// <summary>The name of such a chunk.</summary>
    public static ReadOnlySpan<byte> Name => "IDAT"u8;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var done = 0;
        while (done < buffer.Length && (_content.Length > 0 || MoveOn()))
        {
            var count = Math.Min(buffer.Length - done, _content.Length);
            _content.Span[..count].CopyTo(buffer[done..]);
            _content = _content[count..];
            done += count;
        }

        return done;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>To the next chunk with content. Whether there is one.</summary>
    private bool MoveOn()
    {
        while (_content.Length == 0)
        {
            var chunk = file.Span[_next..];
            if (!chunk[4..].StartsWith(Name))
                return false;
            var length = BinaryPrimitives.ReadInt32BigEndian(chunk);
            _content = file.Slice(_next + 8, length);
            _next += Frame + length;
        }

        return true;
    }
}
