namespace CnnGen.Images;

/// <summary>The bits of a scan of a JPEG file, up to the next marker. What is not there is an error, and never taken for zeros.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="file">The file.</param>
/// <param name="start">Where the bits begin.</param>
internal ref struct JpegBits(string path, ReadOnlySpan<byte> file, int start)
{
    private readonly ReadOnlySpan<byte> _file = file;
    private int _position = start;
    private ulong _bits;
    private int _count;

    // Of the bits that were fetched, those behind the end, which nobody may use up.
    private int _missing;

    /// <summary>Reads a symbol.</summary>
    /// <param name="table">Its codes.</param>
    /// <exception cref="InvalidDataException">There is no such code, or the bits end.</exception>
    public byte ReadSymbol(JpegHuffmanTable table)
    {
        Fetch();
        var symbol = table.Find((int)(_bits >> (_count - JpegHuffmanTable.MaxLength)) & 0xffff, out var length);
        if (length == 0)
            throw Damaged("a code of its Huffman table");
        Skip(length);
        return symbol;
    }

    /// <summary>Reads up to 16 bits as a number.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="InvalidDataException">The bits end.</exception>
    public int Read(int count)
    {
        if (count == 0)
            return 0;
        Fetch();
        var value = (int)(_bits >> (_count - count)) & ((1 << count) - 1);
        Skip(count);
        return value;
    }

    /// <summary>Reads a number of a magnitude: the upper half of the values are positive, the others negative (T.81, F.2.2.1).</summary>
    /// <param name="count">The magnitude, up to 15.</param>
    /// <exception cref="InvalidDataException">The bits end.</exception>
    public int ReadSigned(int count)
    {
        var value = Read(count);
        return count > 0 && value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
    }

    /// <summary>Goes on behind a restart marker, which must come now.</summary>
    /// <param name="number">Its number, from 0 to 7.</param>
    /// <exception cref="InvalidDataException">Another marker or data comes.</exception>
    public void Restart(int number)
    {
        var isThere = _count - _missing < 8 && _position < _file.Length && _file[_position] == 0xff;
        while (isThere && _position < _file.Length && _file[_position] == 0xff)
            _position++;
        if (!isThere || _position == _file.Length || _file[_position] != 0xd0 + number)
            throw Damaged($"restart marker {number}");
        _position++;
        (_bits, _count, _missing) = (0, 0, 0);
    }

    /// <summary>Where the next marker begins. Bytes in front of it that nobody asked for are passed over, as other readers do.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public readonly int End()
    {
        for (var i = _position; i + 1 < _file.Length; i++)
        {
            if (_file[i] == 0xff && _file[i + 1] is not (0 or 0xff))
                return i;
        }

        throw Damaged("a marker behind the data of a scan, but the file ends there: it is truncated,");
    }

    /// <summary>Has at least 16 bits ready: 0 where there are none left.</summary>
    private void Fetch()
    {
        while (_count < JpegHuffmanTable.MaxLength)
        {
            byte next = 0;
            if (_position < _file.Length && _file[_position] != 0xff)
                next = _file[_position++];
            else if (_position + 1 < _file.Length && _file[_position + 1] == 0)
                (next, _position) = (0xff, _position + 2);
            else
                _missing += 8;
            _bits = _bits << 8 | next;
            _count += 8;
        }
    }

    private void Skip(int count)
    {
        _count -= count;
        if (_count < _missing)
            throw Damaged("more data of a scan, but the file is truncated or damaged");
    }

    private readonly InvalidDataException Damaged(string expectation) => new($"{path}: expected {expectation} at byte {_position}.");
}
