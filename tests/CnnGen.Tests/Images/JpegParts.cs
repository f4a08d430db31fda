namespace CnnGen.Tests.Images;

/// <summary>
/// Writes JPEG files of drawn coefficients, every kind that the standard has for Huffman codes: any sampling, components together or each
/// in a scan of its own, restart intervals, sequential or progressive. All symbols have codes of eight bits.
/// </summary>
internal sealed class JpegParts
{
    public static readonly byte[] Jfif = Segment(0xe0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);

    private static readonly byte[] Symbols =
        [.. Enumerable.Range(0, 16).SelectMany(zeros => Enumerable.Range(0, 11).Select(bits => (byte)(zeros << 4 | bits)))];

    private readonly List<byte> _bytes = [];
    private readonly int _width;
    private readonly int _height;
    private readonly (int H, int V)[] _factors;
    private readonly short[][][] _blocks;
    private int _bits;
    private int _run;
    private int _bitCount;

    /// <summary>Draws coefficients: some waves around a mean.</summary>
    public JpegParts(int width, int height, int seed, params (int H, int V)[] factors)
    {
        (_width, _height, _factors) = (width, height, factors);
        var random = new Random(seed);
        var units = UnitColumns * UnitRows;
        _blocks = [.. factors.Select(factor => Enumerable.Range(0, units * factor.H * factor.V).Select(_ => Draw()).ToArray())];

        short[] Draw()
        {
            var block = new short[64];
            block[0] = (short)random.Next(-60, 61);
            for (var i = 0; i < 5; i++)
                block[random.Next(1, random.Next(2, 65))] = (short)random.Next(-9, 10);
            return block;
        }
    }

    public byte FirstId { get; init; } = 1;

    public int RestartInterval { get; init; }

    /// <summary>Segments in front of the tables, such as JFIF's.</summary>
    public byte[] Extra { get; init; } = [];

    private int UnitColumns => (_width + 8 * _factors.Max(f => f.H) - 1) / (8 * _factors.Max(f => f.H));

    private int UnitRows => (_height + 8 * _factors.Max(f => f.V) - 1) / (8 * _factors.Max(f => f.V));

    public static byte[] Segment(byte marker, params byte[] content) =>
        [0xff, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    /// <summary>A segment with the orientation of EXIF.</summary>
    public static byte[] Exif(byte orientation, bool isLittle) => Segment(0xe1, [.. "Exif\0\0"u8, .. isLittle
        ? new byte[] { (byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0 }
        : [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]]);

    /// <summary>An even grey picture in as few bytes as can be: a bit for each mean, and scans in which nothing comes.</summary>
    public static byte[] Even(int side, int scans, bool isRefining)
    {
        var blocks = (side + 7) / 8 * ((side + 7) / 8);
        // The only code, a bit of 0, is a mean like the one before, or a run of 16384 blocks without anything.
        byte[] Table(byte table, byte symbol) => Segment(0xc4, [table, 1, .. new byte[15], symbol]);
        byte[] empty = [.. Segment(0xda, 1, 1, 0, 1, 63, (byte)(isRefining ? 0x10 : 0)), .. new byte[blocks / 16384 * 2 + 2]];
        return
        [
            0xff, 0xd8, .. Segment(0xdb, [0, .. Enumerable.Repeat((byte)1, 64)]),
            .. Segment(0xc2, 8, (byte)(side >> 8), (byte)side, (byte)(side >> 8), (byte)side, 1, 1, 0x11, 0),
            .. Table(0x00, 0), .. Table(0x10, 0xe0), .. Segment(0xda, 1, 1, 0, 0, 0, 0), .. new byte[blocks / 8 + 1],
            .. Enumerable.Repeat(empty, scans).SelectMany(scan => scan), 0xff, 0xd9,
        ];
    }

    public byte[] Sequential(bool together)
    {
        Begin(0xc0);
        int[] all = [.. Enumerable.Range(0, _factors.Length)];
        foreach (var components in together ? [all] : all.Select(component => new[] { component }))
            WriteScan(components, 0, 63, 0, 0);
        return End();
    }

    public byte[] Progressive()
    {
        Begin(0xc2);
        int[] all = [.. Enumerable.Range(0, _factors.Length)];
        WriteScan(all, 0, 0, 0, 1);
        foreach (var component in all.Reverse())
        {
            WriteScan([component], 1, 5, 0, 2);
            WriteScan([component], 6, 63, 0, 2);
            WriteScan([component], 1, 63, 2, 1);
        }

        WriteScan(all, 0, 0, 1, 0);
        foreach (var component in all)
            WriteScan([component], 1, 63, 1, 0);
        return End();
    }

    private void Begin(byte marker)
    {
        _bytes.Clear();
        _bytes.AddRange([0xff, 0xd8, .. Extra]);
        _bytes.AddRange(Segment(0xdb, [0, .. Enumerable.Range(0, 64).Select(i => (byte)(3 + i / 8))]));
        _bytes.AddRange(Segment(marker, [8, (byte)(_height >> 8), (byte)_height, (byte)(_width >> 8), (byte)_width, (byte)_factors.Length,
            .. _factors.SelectMany((f, i) => new[] { (byte)(FirstId + i), (byte)(f.H << 4 | f.V), (byte)0 })]));
        // Means have no zeros in front of them: the first eleven symbols.
        foreach (var (table, symbols) in new[] { ((byte)0x00, Symbols[..11]), ((byte)0x10, Symbols) })
            _bytes.AddRange(Segment(0xc4, [table, 0, 0, 0, 0, 0, 0, 0, (byte)symbols.Length, 0, 0, 0, 0, 0, 0, 0, 0, .. symbols]));
        if (RestartInterval > 0)
            _bytes.AddRange(Segment(0xdd, (byte)(RestartInterval >> 8), (byte)RestartInterval));
    }

    private byte[] End() => [.. _bytes, 0xff, 0xd9];

    private void WriteScan(int[] components, int first, int last, int high, int low)
    {
        _bytes.AddRange(Segment(0xda, [(byte)components.Length, .. components.SelectMany(c => new[] { (byte)(FirstId + c), (byte)0 }),
            (byte)first, (byte)last, (byte)(high << 4 | low)]));
        var predictions = new int[_factors.Length];
        var (done, restarts) = (0, 0);
        foreach (var unit in Units(components))
        {
            if (RestartInterval > 0 && done > 0 && done % RestartInterval == 0)
            {
                Flush();
                _bytes.AddRange([0xff, (byte)(0xd0 + restarts++ % 8)]);
                Array.Clear(predictions);
            }

            done++;
            foreach (var (component, index) in unit)
                WriteBlock(_blocks[component][index], ref predictions[component], first, last, high, low);
        }

        Flush();
    }

    /// <summary>Units of a scan: of a component alone only the blocks that belong to the picture.</summary>
    private IEnumerable<(int Component, int Block)[]> Units(int[] components)
    {
        var (maxH, maxV) = (_factors.Max(f => f.H), _factors.Max(f => f.V));
        if (components is [var alone])
        {
            var (h, v) = _factors[alone];
            var columns = ((_width * h + maxH - 1) / maxH + 7) / 8;
            var rows = ((_height * v + maxV - 1) / maxV + 7) / 8;
            return Enumerable.Range(0, rows * columns).Select(i => new[] { (alone, i / columns * UnitColumns * h + i % columns) });
        }

        return Enumerable.Range(0, UnitRows * UnitColumns).Select(unit => components.SelectMany(c =>
        {
            var (h, v) = _factors[c];
            return Enumerable.Range(0, h * v).Select(i =>
                (c, (unit / UnitColumns * v + i / h) * UnitColumns * h + unit % UnitColumns * h + i % h));
        }).ToArray());
    }

    private void WriteBlock(short[] block, ref int prediction, int first, int last, int high, int low)
    {
        if (first == 0)
        {
            var mean = block[0] >> low;
            if (high > 0)
            {
                Write(mean & 1, 1);
            }
            else
            {
                WriteNumber(0, mean - prediction);
                prediction = mean;
            }

            first = 1;
        }

        if (last == 0)
            return;
        var lastNew = Array.FindLastIndex(
            block, last, last - first + 1, value => high == 0 ? Math.Abs(value) >> low > 0 : Math.Abs(value) >> low == 1);
        var zeros = 0;
        List<int> corrections = [];
        var k = first;
        for (; k <= last && (k <= lastNew || high > 0); k++)
        {
            var value = Math.Abs(block[k]) >> low;
            if (high > 0 && value > 1)
            {
                // Known already: its next bit stands behind the symbol that comes next.
                corrections.Add(value & 1);
                continue;
            }

            zeros++;
            if (value == 0 && (zeros < 16 || k > lastNew))
                continue;
            WriteRun();
            if (value > 0 && high == 0)
                WriteNumber(zeros - 1, block[k] < 0 ? -value : value);
            else
                Write((zeros - 1) << 4 | value, 8, isSymbol: true);
            if (value > 0 && high > 0)
                Write(block[k] > 0 ? 1 : 0, 1);
            corrections.ForEach(bit => Write(bit, 1));
            corrections.Clear();
            zeros = 0;
        }

        if (high == 0 && last < 63 && k <= last)
        {
            // Only progressive scans have runs of blocks that end.
            _run++;
        }
        else if (k <= last || zeros > 0 || corrections.Count > 0)
        {
            Write(0, 8, isSymbol: true);
            corrections.ForEach(bit => Write(bit, 1));
        }
    }

    private void WriteRun()
    {
        if (_run == 0)
            return;
        var bits = int.Log2(_run);
        Write(bits << 4, 8, isSymbol: true);
        Write(_run - (1 << bits), bits);
        _run = 0;
    }

    private void WriteNumber(int zeros, int value)
    {
        var bits = 32 - int.LeadingZeroCount(Math.Abs(value));
        Write(zeros << 4 | bits, 8, isSymbol: true);
        Write(value < 0 ? value + (1 << bits) - 1 : value, bits);
    }

    private void Write(int value, int count, bool isSymbol = false)
    {
        if (isSymbol)
            value = Array.IndexOf(Symbols, (byte)value);
        for (var i = count - 1; i >= 0; i--)
        {
            _bits = _bits << 1 | (value >> i & 1);
            if (++_bitCount < 8)
                continue;
            _bytes.Add((byte)_bits);
            if ((byte)_bits == 0xff)
                _bytes.Add(0);
            _bitCount = 0;
        }
    }

    private void Flush()
    {
        WriteRun();
        while (_bitCount > 0)
            Write(1, 1);
    }
}
