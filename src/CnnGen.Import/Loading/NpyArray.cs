using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace CnnGen.Import.Loading;

/// <summary>
/// An array of NumPy, as its authors define the format (numpy.org/doc/stable/reference/generated/numpy.lib.format.html): a magic word, a
/// version, the length of a header, the header as a dictionary of Python, the values.
/// </summary>
/// <param name="Name">Its name, for messages.</param>
/// <param name="Type">Its type as NumPy writes it: <c>&lt;f4</c>.</param>
/// <param name="Shape">Its extents; empty for a scalar.</param>
/// <param name="IsFortran">Whether the first axis runs fastest, as in arrays that were transposed.</param>
/// <param name="Open">Opens the stream that the values are in, where they begin.</param>
internal sealed partial record NpyArray(string Name, string Type, IReadOnlyList<int> Shape, bool IsFortran, Func<Stream> Open)
{
    /// <summary>What <see cref="Read"/> reads, for messages.</summary>
    public const string Floats = "little-endian floats (<f2, <f4 or <f8), as x.astype('float32') has them";

    // NumPy itself refuses longer ones, unless it is told to trust them.
    private const int MostHeader = 10_000;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Whether its values are floats that <see cref="Read"/> reads.</summary>
    public bool IsFloat => Type is "<f2" or "<f4" or "<f8";

    /// <summary>Whether its values are whole numbers, such as those of a counter.</summary>
    public bool IsInteger => Type is [_, 'i' or 'u', _];

    /// <summary>Number of values.</summary>
    public long Count => Shape.Aggregate(1L, (product, extent) => checked(product * extent));

    /// <summary>Reads the header.</summary>
    /// <param name="name">What messages call the array.</param>
    /// <param name="length">Bytes of the whole stream.</param>
    /// <param name="open">Opens the stream, at its beginning.</param>
    /// <exception cref="InvalidDataException">It is no array of NumPy, or shorter or longer than its header says.</exception>
    public static NpyArray ReadHeader(string name, long length, Func<Stream> open)
    {
        using var stream = open();
        Span<byte> start = stackalloc byte[12];
        stream.ReadExactly(start[..10]);
        if (!start.StartsWith(Magic))
            throw new InvalidDataException($"'{name}' is no array of NumPy");
        var begin = start[6] == 1 ? 10 : 12;
        stream.ReadExactly(start[10..begin]);
        var size = start[6] switch
        {
            1 => BinaryPrimitives.ReadUInt16LittleEndian(start[8..]),
            2 or 3 => BinaryPrimitives.ReadUInt32LittleEndian(start[8..]),
            var version => throw new InvalidDataException($"'{name}' is of version {version} of NumPy's format, but must be of 1 to 3"),
        };
        if (size > MostHeader)
            throw new InvalidDataException($"the header of '{name}' has {size} bytes, more than {MostHeader}");
        var header = new byte[size];
        stream.ReadExactly(header);
        var array = Parse(name, Encoding.UTF8.GetString(header), Skipped);
        if (array.IsFloat && length - begin - size != checked(array.Count * array.SizeOfValue))
        {
            throw new InvalidDataException($"'{name}' must have {array.Count} values of {array.SizeOfValue} bytes, but has"
                + $" {length - begin - size} bytes");
        }

        return array;

        Stream Skipped()
        {
            var values = open();
            values.ReadExactly(new byte[begin + (int)size]);
            return values;
        }
    }

    /// <summary>Reads the values, row-major.</summary>
    /// <exception cref="InvalidDataException">They are no floats, or more than an array holds, or the stream ends before them.</exception>
    public float[] Read()
    {
        if (!IsFloat)
            throw new InvalidDataException($"'{Name}' holds {Type}, but must hold {Floats}");
        if (Count > Array.MaxLength / SizeOfValue)
            throw new InvalidDataException($"'{Name}' has {Count} values, which is more than can be read");
        var bytes = new byte[Count * SizeOfValue];
        using (var stream = Open())
            stream.ReadExactly(bytes);
        var values = new float[Count];
        for (var i = 0; i < values.Length; i++)
        {
            var value = bytes.AsSpan(i * SizeOfValue);
            values[i] = SizeOfValue switch
            {
                2 => (float)BinaryPrimitives.ReadHalfLittleEndian(value),
                4 => BinaryPrimitives.ReadSingleLittleEndian(value),
                _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(value),
            };
        }

        return IsFortran ? Axes.Permute(values, [.. Shape.Reverse()], [.. Enumerable.Range(0, Shape.Count).Reverse()]) : values;
    }

    /// <summary>Writes an array of floats.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="shape">Its extents.</param>
    /// <param name="values">Its values, row-major.</param>
    public static void Write(Stream stream, IReadOnlyList<int> shape, ReadOnlySpan<float> values)
    {
        WriteHeader(stream, "<f4", shape);
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        Span<byte> word = stackalloc byte[sizeof(float)];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(word, value);
            stream.Write(word);
        }
    }

    /// <summary>Writes a whole number without axes.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="value">The number.</param>
    public static void Write(Stream stream, int value)
    {
        WriteHeader(stream, "<i4", []);
        Span<byte> word = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(word, value);
        stream.Write(word);
    }

    private int SizeOfValue => Type[^1] - '0';

    private static NpyArray Parse(string name, string header, Func<Stream> open)
    {
        var (type, order, shape) = (TypePattern().Match(header), OrderPattern().Match(header), ShapePattern().Match(header));
        if (!type.Success || !order.Success || !shape.Success)
            throw new InvalidDataException($"the header of '{name}' is no dictionary with a type, an order and a shape: {header.Trim()}");
        var extents = new List<int>();
        foreach (var extent in shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            extents.Add(int.TryParse(extent, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new InvalidDataException($"the shape of '{name}' has {extent}, but must be of whole numbers"));
        }

        return new(name, type.Groups[1].Value, extents, order.Groups[1].Value == "True", open);
    }

    /// <summary>Header and values begin at a multiple of 64 bytes, as NumPy has it.</summary>
    private static void WriteHeader(Stream stream, string type, IReadOnlyList<int> shape)
    {
        const int prefix = 10;
        var extents = string.Concat(shape.Select(extent => $"{extent.ToString(CultureInfo.InvariantCulture)}, ")).TrimEnd();
        if (shape.Count > 1)
            extents = extents.TrimEnd(',');
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({extents}), }}";
        header = header.PadRight((prefix + header.Length + 64) / 64 * 64 - prefix - 1) + '\n';
        Span<byte> start = stackalloc byte[prefix];
        Magic.CopyTo(start);
        (start[6], start[7]) = (1, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(start[8..], (ushort)header.Length);
        stream.Write(start);
        stream.Write(Encoding.ASCII.GetBytes(header));
    }

    [GeneratedRegex("'descr'\\s*:\\s*'([^']*)'")]
    private static partial Regex TypePattern();

    [GeneratedRegex("'fortran_order'\\s*:\\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)")]
    private static partial Regex ShapePattern();
}
