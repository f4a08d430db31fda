namespace CnnGen.Images;

/// <summary>A Huffman table of a JPEG file (ITU-T T.81, annex C): codes of 1 to 16 bits, in order of their lengths.</summary>
internal sealed class JpegHuffmanTable
{
    /// <summary>The longest code.</summary>
    public const int MaxLength = 16;

    /// <summary>Codes of up to as many bits are looked up at once.</summary>
    private const int QuickBits = 8;

    private readonly byte[] _symbols;

    // Length and symbol by the first bits; 0 where the code is longer.
    private readonly ushort[] _quick = new ushort[1 << QuickBits];

    // By length: the first code that is too large for it, and what leads from a code to its symbol.
    private readonly int[] _ends = new int[MaxLength + 1];
    private readonly int[] _offsets = new int[MaxLength + 1];

    private JpegHuffmanTable(byte[] symbols) => _symbols = symbols;

    /// <summary>Makes a table; null where no codes can have such lengths.</summary>
    /// <param name="counts">How many codes have 1, 2 to 16 bits.</param>
    /// <param name="symbols">The symbols of all codes.</param>
    public static JpegHuffmanTable? Create(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        var table = new JpegHuffmanTable(symbols.ToArray());
        var (code, index) = (0, 0);
        for (var length = 1; length <= MaxLength; length++, code <<= 1)
        {
            table._offsets[length] = index - code;
            for (var i = 0; i < counts[length - 1]; i++, code++, index++)
            {
                if (code >= 1 << length)
                    return null;
                if (length <= QuickBits)
                {
                    var rest = QuickBits - length;
                    table._quick.AsSpan(code << rest, 1 << rest).Fill((ushort)(length << 8 | symbols[index]));
                }
            }

            table._ends[length] = code;
        }

        return table;
    }

    /// <summary>Finds the code that some bits begin with.</summary>
    /// <param name="bits">The next 16 bits.</param>
    /// <param name="length">The length of the code; 0 where there is no such code.</param>
    /// <returns>Its symbol.</returns>
    public byte Find(int bits, out int length)
    {
        var quick = _quick[bits >> (MaxLength - QuickBits)];
        length = quick >> 8;
        if (length > 0)
            return (byte)quick;
        for (length = QuickBits + 1; length <= MaxLength; length++)
        {
            var code = bits >> (MaxLength - length);
            if (code < _ends[length])
                return _symbols[_offsets[length] + code];
        }

        length = 0;
        return 0;
    }
}
