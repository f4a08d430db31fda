namespace CnnGen.Images;

/// <summary>One scan of a JPEG file (ITU-T T.81, annexes F and G): some coefficients of some components.</summary>
internal ref struct JpegScan
{
    private readonly string _path;
    private readonly JpegFrame _frame;
    private readonly JpegScanHeader _header;
    private readonly int _restartInterval;
    private JpegBits _bits;

    // Blocks that have nothing more in this scan.
    private int _emptyBlocks;
    private int _unitsDone;

    /// <summary>Prepares a scan.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="frame">The picture.</param>
    /// <param name="header">What is in the scan.</param>
    /// <param name="restartInterval">Units between restart markers; 0: there are none.</param>
    /// <param name="bits">Its data.</param>
    public JpegScan(string path, JpegFrame frame, JpegScanHeader header, int restartInterval, JpegBits bits)
    {
        (_path, _frame, _header, _restartInterval) = (path, frame, header, restartInterval);
        _bits = bits;
    }

    /// <summary>The coefficients of a block in the order of the file: where they lie.</summary>
    public static ReadOnlySpan<byte> ZigZag =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    /// <summary>Reads the scan. Where the next marker begins.</summary>
    /// <exception cref="InvalidDataException">The data is damaged or ends.</exception>
    public int Read()
    {
        if (_header.Components.Count == 1)
            ReadAlone(_header.Components[0]);
        else
            ReadInterleaved();
        return _bits.End();
    }

    /// <summary>A component alone comes block by block, without those that only fill up units.</summary>
    private void ReadAlone(JpegScanComponent part)
    {
        var (width, height) = part.Component.Blocks;
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                BeginUnit();
                ReadBlock(part, part.Component.Block(row, column));
            }
        }
    }

    private void ReadInterleaved()
    {
        for (var unit = 0; unit < _frame.UnitRows * _frame.UnitColumns; unit++)
        {
            BeginUnit();
            var (unitRow, unitColumn) = Math.DivRem(unit, _frame.UnitColumns);
            foreach (var part in _header.Components)
            {
                var (horizontal, vertical) = (part.Component.Horizontal, part.Component.Vertical);
                for (var i = 0; i < horizontal * vertical; i++)
                    ReadBlock(part, part.Component.Block(unitRow * vertical + i / horizontal, unitColumn * horizontal + i % horizontal));
            }
        }
    }

    private void BeginUnit()
    {
        if (_restartInterval > 0 && _unitsDone > 0 && _unitsDone % _restartInterval == 0)
        {
            _bits.Restart((_unitsDone / _restartInterval - 1) % 8);
            _emptyBlocks = 0;
            foreach (var part in _header.Components)
                part.Component.Prediction = 0;
        }

        _unitsDone++;
    }

    private void ReadBlock(JpegScanComponent part, Span<short> block)
    {
        if (!_frame.IsProgressive)
        {
            block[0] = (short)ReadMean(part);
            ReadSequential(part.AcTable!, block);
        }
        else if (_header.First == 0)
        {
            if (_header.IsRefinement)
                block[0] |= (short)(_bits.Read(1) << _header.Shift);
            else
                block[0] = (short)(ReadMean(part) << _header.Shift);
        }
        else if (_header.IsRefinement)
        {
            Refine(part.AcTable!, block);
        }
        else
        {
            ReadBand(part.AcTable!, block);
        }
    }

    private int ReadMean(JpegScanComponent part)
    {
        var magnitude = _bits.ReadSymbol(part.DcTable!);
        if (magnitude > 15)
            throw Damaged($"differences of at most 15 bits, but one has {magnitude}");
        return part.Component.Prediction += _bits.ReadSigned(magnitude);
    }

    private void ReadSequential(JpegHuffmanTable table, Span<short> block)
    {
        for (var k = 1; k < 64; k++)
        {
            var (zeros, magnitude) = Math.DivRem(_bits.ReadSymbol(table), (byte)16);
            if (magnitude == 0 && zeros < 15)
                return;
            k = Checked(k + zeros, 63);
            block[ZigZag[k]] = (short)_bits.ReadSigned(magnitude);
        }
    }

    /// <summary>The first scan of some coefficients: their upper bits.</summary>
    private void ReadBand(JpegHuffmanTable table, Span<short> block)
    {
        if (_emptyBlocks > 0)
        {
            _emptyBlocks--;
            return;
        }

        for (var k = _header.First; k <= _header.Last; k++)
        {
            var (zeros, magnitude) = Math.DivRem(_bits.ReadSymbol(table), (byte)16);
            if (magnitude == 0 && zeros < 15)
            {
                _emptyBlocks = (1 << zeros) - 1 + _bits.Read(zeros);
                return;
            }

            k = Checked(k + zeros, _header.Last);
            block[ZigZag[k]] = (short)(_bits.ReadSigned(magnitude) << _header.Shift);
        }
    }

    /// <summary>
    /// A later scan: a bit more of every coefficient that is not 0 yet, and between them those that now become 1 or -1 (G.1.2.3).
    /// </summary>
    private void Refine(JpegHuffmanTable table, Span<short> block)
    {
        var k = _header.First;
        while (_emptyBlocks == 0 && k <= _header.Last)
        {
            var (zeros, magnitude) = Math.DivRem(_bits.ReadSymbol(table), (byte)16);
            if (magnitude > 1)
                throw Damaged($"coefficients that become 1 or -1, but one has {magnitude} bits");
            if (magnitude == 0 && zeros < 15)
            {
                _emptyBlocks = (1 << zeros) + _bits.Read(zeros);
                break;
            }

            var value = magnitude == 0 ? 0 : _bits.Read(1) == 1 ? 1 : -1;
            // Over as many zeros as announced, to the zero behind them.
            for (; k <= _header.Last; k++)
            {
                ref var coefficient = ref block[ZigZag[k]];
                if (coefficient != 0)
                    RefineOne(ref coefficient);
                else if (zeros-- == 0)
                    break;
            }

            k = Checked(k, value == 0 ? _header.Last + 1 : _header.Last);
            if (value != 0)
                block[ZigZag[k]] = (short)(value << _header.Shift);
            k++;
        }

        if (_emptyBlocks == 0)
            return;
        // A run of blocks takes next to no data: neither shall those that have nothing to refine take time.
        if (!block[1..].ContainsAnyExcept((short)0))
            k = _header.Last + 1;
        for (; k <= _header.Last; k++)
        {
            ref var coefficient = ref block[ZigZag[k]];
            if (coefficient != 0)
                RefineOne(ref coefficient);
        }

        _emptyBlocks--;
    }

    private void RefineOne(ref short coefficient)
    {
        var bit = 1 << _header.Shift;
        if (_bits.Read(1) == 1 && (coefficient & bit) == 0)
            coefficient += (short)(coefficient > 0 ? bit : -bit);
    }

    private readonly int Checked(int index, int last) =>
        index <= last ? index : throw Damaged($"coefficients up to {last}, but the data of a block goes to {index}");

    private readonly InvalidDataException Damaged(string expectation) => new($"{_path}: expected {expectation}.");
}
