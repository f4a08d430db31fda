namespace CnnGen.Import.Keras;

/// <summary>
/// A file that is only read, and by whose damaged addresses no reader goes in circles: one that takes more of it than a file of its length
/// can ask for is stopped, as is one that would read behind its end.
/// </summary>
/// <param name="file">The file, which is closed with this stream.</param>
internal sealed class GuardedStream(Stream file) : Stream
{
    // What a read costs, in bytes.
    private const int Call = 32;

    // Models of 2 MB take 4 MB, of a thousand layers with a weight or two each 8 MB.
    private long _left = (64 << 20) + 16 * file.Length;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    /// <inheritdoc/>
    /// <exception cref="EndOfStreamException">The file has ended.</exception>
    /// <exception cref="InvalidDataException">More is read than the file can ask for.</exception>
    public override int Read(Span<byte> buffer)
    {
        _left -= Call + buffer.Length;
        if (_left < 0)
            throw new InvalidDataException("it is read over and over: its addresses lead in a circle");
        var count = file.Read(buffer);
        return count > 0 || buffer.IsEmpty
            ? count
            : throw new EndOfStreamException($"it ends after {Length} bytes, where more should follow");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }
}
