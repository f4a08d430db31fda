using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>
/// What the outputs of a layer with activity regularization cost, L1 * sum |y| + L2 * sum y^2 of each image, and its gradient. Vectors run
/// over channels, and each channel has sums of its own, so no instruction set changes a bit.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ActivityPenalty
{
    // Pixels summed in single precision before they go into a double: few enough to lose nothing that matters.
    private const int Block = 64;

    private const int MostLanes = 16;

    /// <summary>Adds what an image's outputs cost to what it costs already.</summary>
    /// <typeparam name="L">The width, which divides <see cref="ActivityMap.Lanes"/>.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="map">The outputs.</param>
    /// <param name="y">Their first pixel.</param>
    /// <param name="rowFloats">Floats from one row to the next.</param>
    /// <param name="penalty">What the image costs.</param>
    [SkipLocalsInit]
    public static void Add<L, V>(in ActivityMap map, float* y, int rowFloats, double* penalty)
        where L : ILanes<V>
        where V : unmanaged
    {
        var sums = stackalloc double[2 * MostLanes];
        var (magnitudes, squares) = (0.0, 0.0);
        var rows = Math.Max(1, Block / map.Width);
        for (var channel = 0; channel < map.Channels; channel += L.Count)
        {
            new Span<double>(sums, 2 * MostLanes).Clear();
            for (var row = 0; row < map.Height; row += rows)
            {
                for (var column = 0; column < map.Width; column += Block)
                {
                    var first = y + ((nint)row * rowFloats) + ((nint)column * map.Lanes) + channel;
                    AddBlock<L, V>(
                        in map, first, rowFloats, Math.Min(rows, map.Height - row), Math.Min(Block, map.Width - column), sums);
                }
            }

            // What lies in lanes past the last channel is nobody's output.
            for (var lane = 0; lane < Math.Min(L.Count, map.Channels - channel); lane++)
                (magnitudes, squares) = (magnitudes + sums[lane], squares + sums[MostLanes + lane]);
        }

        *penalty += (map.L1 * magnitudes) + (map.L2 * squares);
    }

    /// <summary>Adds the gradient of what an image's outputs cost, as a part of the mean over a batch, to theirs.</summary>
    /// <typeparam name="L">The width, which divides <see cref="ActivityMap.Lanes"/>.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="map">The outputs.</param>
    /// <param name="y">Their first pixel.</param>
    /// <param name="rowFloats">Floats from one row of them to the next.</param>
    /// <param name="dy">The first pixel of their gradient; lanes past the last channel stay as they are.</param>
    /// <param name="gradientRowFloats">Floats from one row of that to the next.</param>
    /// <param name="images">Images of the batch.</param>
    public static void AddGradient<L, V>(
        in ActivityMap map, float* y, int rowFloats, float* dy, int gradientRowFloats, int images)
        where L : ILanes<V>
        where V : unmanaged
    {
        var (ofSign, ofValue) = (L.Create((float)(map.L1 / images)), L.Create((float)(2 * map.L2 / images)));
        // Where all lanes are channels, a row is like one pixel.
        var isWhole = map.Channels == map.Lanes;
        var (pixels, channels) = isWhole ? (1, map.Width * map.Lanes) : (map.Width, map.Channels);
        var whole = channels / L.Count * L.Count;
        for (var row = 0; row < map.Height; row++)
        {
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                var values = y + ((nint)row * rowFloats) + ((nint)pixel * map.Lanes);
                var gradients = dy + ((nint)row * gradientRowFloats) + ((nint)pixel * map.Lanes);
                for (var i = 0; i < whole; i += L.Count)
                    AddTo<L, V>(values + i, gradients + i, ofSign, ofValue);
                for (var i = whole; i < channels; i++)
                    AddTo<Lanes1, float>(values + i, gradients + i, (float)(map.L1 / images), (float)(2 * map.L2 / images));
            }
        }
    }

    private static void AddBlock<L, V>(in ActivityMap map, float* y, int rowFloats, int rows, int columns, double* sums)
        where L : ILanes<V>
        where V : unmanaged
    {
        var lanes = stackalloc float[2 * MostLanes];
        var (magnitudes, squares) = (L.Create(0f), L.Create(0f));
        for (var row = 0; row < rows; row++)
        {
            var pixel = y + ((nint)row * rowFloats);
            for (var column = 0; column < columns; column++, pixel += map.Lanes)
            {
                var value = L.Load(pixel);
                magnitudes = L.Add(magnitudes, Magnitude.Of<L, V>(value));
                squares = L.MultiplyAdd(value, value, squares);
            }
        }

        L.Store(magnitudes, lanes);
        L.Store(squares, lanes + MostLanes);
        for (var lane = 0; lane < L.Count; lane++)
        {
            sums[lane] += lanes[lane];
            sums[MostLanes + lane] += lanes[MostLanes + lane];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo<L, V>(float* value, float* gradient, V ofSign, V ofValue)
        where L : ILanes<V>
        where V : unmanaged
    {
        var y = L.Load(value);
        L.Store(L.MultiplyAdd(Magnitude.Sign<L, V>(y), ofSign, L.MultiplyAdd(y, ofValue, L.Load(gradient))), gradient);
    }
}

/// <summary>What is known at build time of outputs that cost something.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Channels">Channels of a pixel.</param>
/// <param name="Lanes">The same, rounded up to whole vectors.</param>
/// <param name="L1">The factor of the sum of magnitudes.</param>
/// <param name="L2">The factor of the sum of squares.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct ActivityMap(int Height, int Width, int Channels, int Lanes, double L1, double L2);
