using System.Runtime.Intrinsics;
using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.Runtime;

/// <summary>What outputs cost, and the gradient of that, against plain sums in double precision, with vectors of every width.</summary>
public sealed unsafe class ActivityPenaltyTests
{
    private const double L1 = 0.25;
    private const double L2 = 0.75;
    private const int Images = 3;

    public static TheoryData<int, int, int> Shapes
    {
        get
        {
            var data = new TheoryData<int, int, int>();
            foreach (int channels in (int[])[1, 3, 4, 5, 8, 9, 15, 16, 17, 33])
            {
                foreach (var (height, width) in ((int, int)[])[(1, 1), (3, 2), (7, 7), (2, 64), (1, 131), (70, 1)])
                    data.Add(height, width, channels);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void AgreesWithPlainSums(int height, int width, int channels)
    {
        int lanes = channels switch { 1 => 1, <= 4 => 4, <= 8 => 8, _ => (channels + 15) / 16 * 16 };
        var map = new ActivityMap(height, width, channels, lanes, L1, L2);
        // Rows have borders, which are another's.
        int row = (width + 2) * lanes, gradientRow = (width + 1) * lanes;
        var random = new Random(height + width + channels);
        float[] y = [.. Enumerable.Range(0, height * row).Select(_ => (float)(random.NextDouble() * 4) - 2)];
        float[] dy = [.. Enumerable.Range(0, height * gradientRow).Select(_ => (float)random.NextDouble() - 0.5f)];
        y[0] = 0;
        double expected = 1;
        float[] gradients = [.. dy];
        for (int i = 0; i < height * width * channels; i++)
        {
            var (pixel, channel) = (i / channels, i % channels);
            var (at, of) = (pixel / width * row + pixel % width * lanes + channel,
                pixel / width * gradientRow + pixel % width * lanes + channel);
            expected += L1 * Math.Abs(y[at]) + L2 * y[at] * y[at];
            gradients[of] = (float)(dy[of] + (L1 * Math.Sign(y[at]) + 2 * L2 * y[at]) / Images);
        }

        var got = new List<(double Penalty, float[] Gradients)> { Run<Lanes1, float>(map, y, row, dy, gradientRow) };
        if (lanes % 4 == 0 && Vector128.IsHardwareAccelerated)
            got.Add(Run<Lanes128, Vector128<float>>(map, y, row, dy, gradientRow));
        if (lanes % 8 == 0 && InstructionSets.IsSupported(InstructionSet.Avx2))
            got.Add(Run<Lanes256, Vector256<float>>(map, y, row, dy, gradientRow));
        if (lanes % 16 == 0 && InstructionSets.IsSupported(InstructionSet.Avx512))
            got.Add(Run<Lanes512, Vector512<float>>(map, y, row, dy, gradientRow));
        foreach (var (penalty, each) in got)
        {
            Assert.Equal(got[0].Penalty, penalty);
            Assert.Equal(got[0].Gradients, each);
        }

        Assert.Equal(expected, got[0].Penalty, 1e-6 * expected);
        for (int i = 0; i < gradients.Length; i++)
            Assert.Equal(gradients[i], got[0].Gradients[i], 1e-6);
    }

    /// <summary>Of an image that costs 1 already.</summary>
    private static (double Penalty, float[] Gradients) Run<L, V>(in ActivityMap map, float[] y, int row, float[] dy, int gradientRow)
        where L : ILanes<V>
        where V : unmanaged
    {
        double penalty = 1;
        float[] gradients = [.. dy];
        fixed (float* values = y, slopes = gradients)
        {
            ActivityPenalty.Add<L, V>(in map, values, row, &penalty);
            ActivityPenalty.AddGradient<L, V>(in map, values, row, slopes, gradientRow, Images);
        }

        return (penalty, gradients);
    }
}
