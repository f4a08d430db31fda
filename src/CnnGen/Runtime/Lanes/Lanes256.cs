using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Floats = System.Runtime.Intrinsics.Vector256<float>;

namespace CnnGen.Runtime;

/// <summary>Eight lanes: AVX2 with fused multiply-add.</summary>
public readonly unsafe struct Lanes256 : ILanes<Floats>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(Inline)]
        get => 8;
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats Load(float* address) => Vector256.Load(address);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void Store(Floats value, float* address) => value.Store(address);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void StorePastCaches(Floats value, float* address) => value.Store(address);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats Create(float value) => Vector256.Create(value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats CreateBits(uint bits) => Vector256.Create(bits).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats Add(Floats a, Floats b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats Subtract(Floats a, Floats b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats Multiply(Floats a, Floats b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats Divide(Floats a, Floats b) => a / b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats Sqrt(Floats a) => Vector256.Sqrt(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats MultiplyAdd(Floats a, Floats b, Floats c) => Vector256.FusedMultiplyAdd(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats Round(Floats a) => Vector256.Round(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats SelectLess(Floats a, Floats b, Floats whenTrue, Floats whenFalse) =>
        Vector256.ConditionalSelect(Vector256.LessThan(a, b), whenTrue, whenFalse);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats SelectLessOrEqual(Floats a, Floats b, Floats whenTrue, Floats whenFalse) =>
        Vector256.ConditionalSelect(Vector256.LessThanOrEqual(a, b), whenTrue, whenFalse);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats Max(Floats a, Floats b) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(b, a) | Vector256.IsNaN(b), b, a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats SelectLessBits(Floats a, Floats b, Floats whenTrue, Floats whenFalse) =>
        Vector256.ConditionalSelect(Vector256.LessThan(a.AsUInt32(), b.AsUInt32()).AsSingle(), whenTrue, whenFalse);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats AndBits(Floats a, Floats b) => a & b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats OrBits(Floats a, Floats b) => a | b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats XorBits(Floats a, Floats b) => a ^ b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats AddBits(Floats a, Floats b) => (a.AsUInt32() + b.AsUInt32()).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats ShiftLeftBits(Floats a, int count) => (a.AsUInt32() << count).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats ShiftRightBits(Floats a, int count) => (a.AsUInt32() >> count).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats MultiplyLowBits(Floats a, uint factor) => (a.AsUInt32() * factor).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats MultiplyHighBits(Floats a, uint factor)
    {
        var even = Product(a.AsUInt32(), factor) >> 32;
        var odd = Product((a.AsUInt64() >> 32).AsUInt32(), factor) & Vector256.Create(0xFFFF_FFFF_0000_0000);
        return (even | odd).AsSingle();
    }

    // 64-bit products of the even lanes.
    [MethodImpl(Inline)]
    private static Vector256<ulong> Product(Vector256<uint> a, uint factor) =>
        Avx2.IsSupported
            ? Avx2.Multiply(a, Vector256.Create(factor))
            : (a.AsUInt64() & Vector256.Create(0xFFFF_FFFFul)) * factor;
}
