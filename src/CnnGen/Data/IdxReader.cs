using System.Buffers.Binary;
using System.IO.Compression;
using CnnGen.Formats;

namespace CnnGen.Data;

/// <summary>An IDX file that is open. Its header has been read, and the file is long enough for what it announces.</summary>
internal sealed class IdxReader : IDisposable
{
    /// <summary>The type code of whole numbers from 0 to 255.</summary>
    public const byte Bytes = 0x08;

    /// <summary>The type code of 32-bit floating-point numbers.</summary>
    public const byte Floats = 0x0d;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly bool _isCompressed;
    private readonly int[] _extents;
    private Stream _stream;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What it should hold, for messages.</param>
    /// <param name="dimensions">How many extents it should have.</param>
    /// <param name="types">The type codes it may have.</param>
    /// <exception cref="InvalidDataException">The file is truncated, damaged or of another kind.</exception>
    public IdxReader(string path, string kind, int dimensions, params ReadOnlySpan<byte> types)
    {
        (_path, _extents) = (path, new int[dimensions]);
        _file = RegularFile.OpenRead(path);
        _stream = _file;
        try
        {
            _isCompressed = (_file.ReadByte(), _file.ReadByte()) == (0x1f, 0x8b);
            Rewind();
            ReadHeader(kind, types);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the header announces: the number of images or labels, then the extents of one.</summary>
    public IReadOnlyList<int> Extents => _extents;

    /// <summary>The type code of the values.</summary>
    public byte Type { get; private set; }

    private string Shape => string.Join(" x ", _extents);

    /// <summary>Reads all values as bytes, which they must be.</summary>
    /// <exception cref="InvalidDataException">The file is truncated or damaged.</exception>
    public byte[] ReadBytes() => Read<byte>(sizeof(byte), static (stored, values) => stored.CopyTo(values));

    /// <summary>Reads all values as classes; they must be bytes.</summary>
    /// <exception cref="InvalidDataException">The file is truncated or damaged.</exception>
    public int[] ReadLabels() => Read<int>(sizeof(int), static (stored, values) =>
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = stored[i];
    });

    /// <summary>Reads all values as floats, which they must be.</summary>
    /// <exception cref="InvalidDataException">The file is truncated or damaged.</exception>
    public float[] ReadFloats() => Read<float>(sizeof(float), static (stored, values) =>
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadSingleBigEndian(stored[(sizeof(float) * i)..]);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _file.Dispose();
    }

    /// <summary>Begins again, in front of the header.</summary>
    private void Rewind()
    {
        if (_stream != _file)
            _stream.Dispose();
        _file.Position = 0;
        _stream = _isCompressed ? new GZipStream(_file, CompressionMode.Decompress, leaveOpen: true) : _file;
    }

    private void ReadHeader(string kind, ReadOnlySpan<byte> types)
    {
        Span<byte> header = stackalloc byte[4 + 4 * _extents.Length];
        var got = Fill(header);
        // The magic number first: it says more than "too short" when the file is of another kind.
        if (got >= 4)
        {
            Type = header[2];
            if (header[0] != 0 || header[1] != 0 || header[3] != _extents.Length || !types.Contains(Type))
            {
                var expected = string.Join(" or ", types.ToArray().Select(type => $"0x{type << 8 | _extents.Length:x8}"));
                throw Damaged($"an IDX file of {kind}, which begins with {expected}, but it begins with"
                    + $" 0x{BinaryPrimitives.ReadUInt32BigEndian(header):x8}");
            }
        }

        if (got < header.Length)
            throw Damaged($"an IDX header of {header.Length} bytes, but the file ends after {got}");
        for (var i = 0; i < _extents.Length; i++)
        {
            var extent = BinaryPrimitives.ReadUInt32BigEndian(header[(4 + 4 * i)..]);
            if (extent is 0 or > int.MaxValue)
                throw Damaged($"extents from 1 to {int.MaxValue}, but dimension {i} is {extent}");
            _extents[i] = (int)extent;
        }
    }

    /// <param name="size">Bytes of a value in memory.</param>
    /// <param name="convert">Makes values of what is stored.</param>
    private T[] Read<T>(int size, Action<ReadOnlySpan<byte>, Span<T>> convert)
    {
        var storedSize = Type == Floats ? sizeof(float) : sizeof(byte);
        var count = _extents.Aggregate((Int128)1, (product, extent) => product * extent);
        CheckSize(count, storedSize, size);
        if (_isCompressed && (long)count * size > DeflateBounds.OnTrust)
        {
            Read((int)count, storedSize, static (_, _) => { }, Array.Empty<T>());
            Rewind();
            Fill(stackalloc byte[4 + 4 * _extents.Length]);
        }

        var values = new T[(int)count];
        Read(values.Length, storedSize, convert, values);
        return values;
    }

    /// <summary>Refuses sizes that cannot be before memory is asked for.</summary>
    private void CheckSize(Int128 count, int storedSize, int size)
    {
        var announced = count * storedSize;
        if (count > Array.MaxLength)
            throw Damaged($"at most {Array.MaxLength} values, but the header announces {Shape} = {count}");
        if (_isCompressed)
        {
            const string wayOut = "where the file is right, unpack it with gunzip";
            if (DeflateBounds.Objection(_file.Length, announced, count * size, wayOut) is { } objection)
                throw Damaged($"{Shape} values = {announced} bytes of data, but {objection}");
        }
        else if (_file.Length - _file.Position < announced)
        {
            throw Damaged(
                $"{Shape} values = {announced} bytes of data, but only {_file.Length - _file.Position} follow: the file is truncated");
        }
    }

    /// <summary>Reads to the end of the file, and converts what it reads where there is room for it.</summary>
    private void Read<T>(int count, int storedSize, Action<ReadOnlySpan<byte>, Span<T>> convert, T[] values)
    {
        Span<byte> buffer = new byte[1 << 16];
        for (var done = 0; done < count;)
        {
            var part = Math.Min(count - done, buffer.Length / storedSize);
            var got = Fill(buffer[..(part * storedSize)]);
            if (got < part * storedSize)
            {
                throw Damaged(
                    $"{Shape} values = {(long)count * storedSize} bytes of data, but only {(long)done * storedSize + got} came: the file"
                        + " is truncated");
            }

            convert(buffer[..got], values.Length == 0 ? [] : values.AsSpan(done, part));
            done += part;
        }

        // Reading to the end also makes gzip compare its checksum.
        if (Fill(buffer[..1]) > 0)
            throw Damaged($"{Shape} values = {(long)count * storedSize} bytes of data, but more follow");
    }

    private int Fill(Span<byte> buffer)
    {
        try
        {
            return _stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{_path}: expected whole gzip data, but it is damaged or truncated.", e);
        }
    }

    private InvalidDataException Damaged(string expectation) => new($"{_path}: expected {expectation}.");
}
