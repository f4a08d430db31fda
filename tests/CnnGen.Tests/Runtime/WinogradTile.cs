using CnnGen.Runtime;

namespace CnnGen.Tests.Runtime;

/// <summary>Runs the transforms of one tile in one width, on squares without gaps.</summary>
internal sealed unsafe class WinogradTile(InstructionSet instructionSet, int tile)
{
    /// <summary>Two vectors of the widest set.</summary>
    public const int Channels = 32;

    /// <summary>Frequencies are a little further apart than they need be.</summary>
    private const int FrequencyStep = Channels + 16;

    /// <summary>What room holds that nothing was stored in.</summary>
    public const float Untouched = -77;

    public int FrequencyFloats => (tile + 2) * (tile + 2) * FrequencyStep;

    /// <summary>Bias of the first pixel's channels, or activations of all pixels.</summary>
    public float[] Operand { get; } =
        [.. Enumerable.Range(0, tile * tile * Channels).Select(i => i % 5 == 0 ? 0 : 0.3f * (i % 7 - 3))];

    public float[] Input((int Row, int Column) unit) => Run(Unit(unit, tile + 2), FrequencyFloats, new InputOf(tile));

    public float[] Gradient((int Row, int Column) unit) => Run(Unit(unit, tile), FrequencyFloats, new GradientOf(tile));

    public float[] Kernel((int Row, int Column) unit, bool pastCaches) =>
        Run(Unit(unit, 3), FrequencyFloats, new KernelOf(tile, pastCaches));

    /// <summary>Adds to zeros.</summary>
    public float[] KernelGradient(float[] frequencies) => Run(frequencies, 9 * Channels, new KernelGradientOf(tile));

    public float[] Output<E>(float[] frequencies)
        where E : IEpilogue => Output<E>(frequencies, tile, tile);

    /// <summary>The first rows and columns of the tile.</summary>
    public float[] Output<E>(float[] frequencies, int rows, int columns)
        where E : IEpilogue
    {
        fixed (float* operand = Operand)
            return Run(frequencies, tile * tile * Channels, new OutputOf<E>(tile, operand, rows, columns), Untouched);
    }

    public float[] Pooled<E>(float[] frequencies, int rows, int columns)
        where E : IEpilogue
    {
        fixed (float* operand = Operand)
            return Run(frequencies, tile * tile / 4 * Channels, new PooledOf<E>(tile, operand, rows, columns), Untouched);
    }

    private static float[] Unit((int Row, int Column) unit, int extent)
    {
        var square = new float[extent * extent * Channels];
        square.AsSpan(((unit.Row * extent) + unit.Column) * Channels, Channels).Fill(1);
        return square;
    }

    /// <summary>In aligned memory, as some stores ask for.</summary>
    private float[] Run(float[] source, int floats, Transform transform, float room = 0)
    {
        using var memory = new AlignedMemory(source.Length + floats + 16);
        var target = memory.Pointer + (source.Length + 15) / 16 * 16;
        source.CopyTo(new Span<float>(memory.Pointer, source.Length));
        new Span<float>(target, floats).Fill(room);
        transform.From = memory.Pointer;
        transform.To = target;
        Lanes.Run(instructionSet, transform);
        return new Span<float>(target, floats).ToArray();
    }

    private abstract class Transform : ILaneAction
    {
        public float* From { get; set; }

        public float* To { get; set; }

        public abstract void Run<L, V>()
            where L : ILanes<V>
            where V : unmanaged;
    }

    private sealed class InputOf(int tile) : Transform
    {
        public override void Run<L, V>()
        {
            var rowStep = (tile + 2) * Channels;
            if (tile == 2)
                WinogradInput<L, V>.Tile2x2(From, rowStep, Channels, To, FrequencyStep, Channels);
            else
                WinogradInput<L, V>.Tile4x4(From, rowStep, Channels, To, FrequencyStep, Channels);
        }
    }

    private sealed class GradientOf(int tile) : Transform
    {
        public override void Run<L, V>()
        {
            if (tile == 2)
                WinogradGradient<L, V>.Tile2x2(From, tile * Channels, Channels, To, FrequencyStep, Channels);
            else
                WinogradGradient<L, V>.Tile4x4(From, tile * Channels, Channels, To, FrequencyStep, Channels);
        }
    }

    /// <summary>Two blocks of 16 output channels as two rows of one: both have taps of their own.</summary>
    private sealed class KernelOf(int tile, bool pastCaches) : Transform
    {
        private const int Block = 16;

        public override void Run<L, V>()
        {
            switch (tile, pastCaches)
            {
                case (2, false):
                    WinogradKernel<L, V>.Tile2x2<ThroughCaches>(From, Channels, Block, To, Block, FrequencyStep, Channels / Block);
                    break;
                case (2, true):
                    WinogradKernel<L, V>.Tile2x2<PastCaches>(From, Channels, Block, To, Block, FrequencyStep, Channels / Block);
                    break;
                case (_, false):
                    WinogradKernel<L, V>.Tile4x4<ThroughCaches>(From, Channels, Block, To, Block, FrequencyStep, Channels / Block);
                    break;
                default:
                    WinogradKernel<L, V>.Tile4x4<PastCaches>(From, Channels, Block, To, Block, FrequencyStep, Channels / Block);
                    break;
            }
        }
    }

    private sealed class KernelGradientOf(int tile) : Transform
    {
        public override void Run<L, V>()
        {
            if (tile == 2)
                WinogradKernelGradient<L, V>.Tile2x2(From, FrequencyStep, To, Channels, Channels);
            else
                WinogradKernelGradient<L, V>.Tile4x4(From, FrequencyStep, To, Channels, Channels);
        }
    }

    private sealed class OutputOf<E>(int tile, float* operand, int rows, int columns) : Transform
        where E : IEpilogue
    {
        public override void Run<L, V>()
        {
            var rowStep = tile * Channels;
            switch (columns)
            {
                case 1:
                    Run<L, V, Extent1>(rowStep);
                    break;
                case 2:
                    Run<L, V, Extent2>(rowStep);
                    break;
                case 3:
                    Run<L, V, Extent3>(rowStep);
                    break;
                default:
                    Run<L, V, Extent4>(rowStep);
                    break;
            }
        }

        private void Run<L, V, C>(int rowStep)
            where L : ILanes<V>
            where V : unmanaged
            where C : IExtent
        {
            if (tile == 2)
                WinogradOutput<L, V>.Tile2x2<C, E>(From, FrequencyStep, operand, rowStep, To, rowStep, Channels, Channels, rows);
            else
                WinogradOutput<L, V>.Tile4x4<C, E>(From, FrequencyStep, operand, rowStep, To, rowStep, Channels, Channels, rows);
        }
    }

    private sealed class PooledOf<E>(int tile, float* operand, int rows, int columns) : Transform
        where E : IEpilogue
    {
        public override void Run<L, V>()
        {
            var rowStep = tile / 2 * Channels;
            if (tile == 2)
                WinogradOutput<L, V>.Pooled2x2<E>(From, FrequencyStep, operand, To, Channels);
            else
                WinogradOutput<L, V>.Pooled4x4<E>(From, FrequencyStep, operand, To, rowStep, Channels, Channels, rows, columns);
        }
    }
}
