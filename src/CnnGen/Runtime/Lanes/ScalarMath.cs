using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace CnnGen.Runtime;

/// <summary>Multiply-add for generated scalar and 128-bit kernels: fused where the machine can, else two roundings.</summary>
/// <remarks>
/// The framework's own fused forms fall back to software where there is no instruction, some hundred times slower than a multiplication
/// and an addition. Which form runs is fixed by the machine; with the fused one the result has the same bits as in the wider instruction
/// sets.
/// </remarks>
public static class ScalarMath
{
    /// <summary>Whether <c>MultiplyAdd</c> rounds once: the machine has fused multiply-add.</summary>
    public static bool IsFused
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Fma.IsSupported || AdvSimd.IsSupported;
    }

#pragma warning disable RS0030 // The one place that asks first.
    /// <summary>a * b + c.</summary>
    /// <param name="a">First factor.</param>
    /// <param name="b">Second factor.</param>
    /// <param name="c">Summand.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float a, float b, float c) => IsFused ? MathF.FusedMultiplyAdd(a, b, c) : a * b + c;

    /// <summary>a * b + c, in four lanes.</summary>
    /// <param name="a">First factors.</param>
    /// <param name="b">Second factors.</param>
    /// <param name="c">Summands.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        IsFused ? Vector128.FusedMultiplyAdd(a, b, c) : a * b + c;
#pragma warning restore RS0030
}
