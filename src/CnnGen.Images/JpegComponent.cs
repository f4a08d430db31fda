namespace CnnGen.Images;

/// <summary>A component of a JPEG picture, such as its luminance: coefficients first, then samples.</summary>
internal sealed class JpegComponent
{
    // Rows of blocks, 64 coefficients for each block; a row is given up once it has become samples.
    private short[][] _coefficients = [];

    /// <summary>Describes a component.</summary>
    /// <param name="id">Its identifier.</param>
    /// <param name="horizontal">Horizontal sampling factor.</param>
    /// <param name="vertical">Vertical sampling factor.</param>
    /// <param name="quantization">Which quantization table it takes.</param>
    public JpegComponent(byte id, int horizontal, int vertical, int quantization) =>
        (Id, Horizontal, Vertical, Quantization) = (id, horizontal, vertical, quantization);

    /// <summary>Its identifier.</summary>
    public byte Id { get; }

    /// <summary>Horizontal sampling factor: blocks in a row of an interleaved unit.</summary>
    public int Horizontal { get; }

    /// <summary>Vertical sampling factor.</summary>
    public int Vertical { get; }

    /// <summary>Which quantization table it takes.</summary>
    public int Quantization { get; }

    /// <summary>Columns and rows of samples that belong to the picture.</summary>
    public (int Width, int Height) Size { get; private set; }

    /// <summary>Columns and rows of blocks that belong to the picture.</summary>
    public (int Width, int Height) Blocks => ((Size.Width + 7) / 8, (Size.Height + 7) / 8);

    /// <summary>Blocks in a row of memory: those of whole interleaved units.</summary>
    public int BlocksInRow { get; private set; }

    /// <summary>Blocks in memory.</summary>
    public int BlocksInMemory => _coefficients.Length * BlocksInRow;

    /// <summary>Samples, 8 <see cref="BlocksInRow"/> in a row.</summary>
    public byte[] Samples { get; private set; } = [];

    /// <summary>The quantization table as it was when the first scan began, in order of rows; null before it.</summary>
    public ushort[]? Table { get; set; }

    /// <summary>Whether its mean values (DC) have come.</summary>
    public bool HasMeans { get; set; }

    /// <summary>The mean that the next one is told as a difference from.</summary>
    public int Prediction { get; set; }

    /// <summary>Tells how large it is.</summary>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="horizontal">The largest horizontal factor.</param>
    /// <param name="vertical">The largest vertical factor.</param>
    public void Measure(int width, int height, int horizontal, int vertical) =>
        Size = ((width * Horizontal + horizontal - 1) / horizontal, (height * Vertical + vertical - 1) / vertical);

    /// <summary>Makes room for the coefficients of whole interleaved units.</summary>
    /// <param name="columns">Columns of units.</param>
    /// <param name="rows">Rows of units.</param>
    public void Allocate(int columns, int rows)
    {
        BlocksInRow = columns * Horizontal;
        _coefficients = new short[rows * Vertical][];
        for (var row = 0; row < _coefficients.Length; row++)
            _coefficients[row] = new short[BlocksInRow * 64];
    }

    /// <summary>The coefficients of a block.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="column">Its column.</param>
    public Span<short> Block(int row, int column) => _coefficients[row].AsSpan(column * 64, 64);

    /// <summary>Makes samples of the coefficients.</summary>
    public void Transform()
    {
        Samples = new byte[BlocksInMemory * 64];
        var stride = 8 * BlocksInRow;
        for (var row = 0; row < Blocks.Height; row++)
        {
            for (var column = 0; column < Blocks.Width; column++)
                JpegTransform.Invert(Block(row, column), Table, Samples.AsSpan(8 * (row * stride + column)), stride);
            _coefficients[row] = [];
        }
    }
}
