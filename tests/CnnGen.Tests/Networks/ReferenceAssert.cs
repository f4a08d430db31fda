using CnnGen.Tests.Reference;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>
/// Comparison with the reference. The rule: |got - want| is at most 4 times the rounding errors that float32 may gather on the way to this
/// value (running error analysis, see <see cref="Estimate"/>), and at most <see cref="MostOfLargest"/> of the largest value of the tensor,
/// since such worst-case bounds outgrow any real error in deep stacks. Where most of a tensor cancels out, real errors are larger beside
/// what is left, and are allowed <see cref="MostOfError"/> of the largest bound. A tensor of nothing but rounding errors, such as the
/// gradient of a bias in front of a batch normalization, which is 0, has no such value.
/// </summary>
internal static class ReferenceAssert
{
    private const double MostOfLargest = 3e-4;
    private const double MostOfError = 0.02;

    public static void Agrees(ReadOnlySpan<Estimate> want, ReadOnlySpan<float> got, string what)
    {
        Assert.Equal(want.Length, got.Length);
        double largest = 0, error = 0;
        foreach (var value in want)
            (largest, error) = (Math.Max(largest, Math.Abs(value.Value)), Math.Max(error, value.Error));
        double most = largest > error ? Estimate.Tiny + Math.Max(MostOfLargest * largest, MostOfError * error) : double.PositiveInfinity;
        for (int i = 0; i < want.Length; i++)
        {
            double tolerance = Math.Min(want[i].Tolerance, most);
            if (!(Math.Abs(got[i] - want[i].Value) <= tolerance))
                Assert.Fail($"{what}: value {i} is {got[i]:G9}, the reference gives {want[i].Value:G9} +- {tolerance:G3}");
        }
    }
}
