using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Floats = System.Runtime.Intrinsics.Vector512<float>;

namespace CnnGen.Runtime;

/// <summary>Sixteen lanes: AVX-512.</summary>
public readonly unsafe struct Lanes512 : ILanes<Floats>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(Inline)]
        get => 16;
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats Load(float* address) => Vector512.Load(address);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void Store(Floats value, float* address) => value.Store(address);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void StorePastCaches(Floats value, float* address) => value.StoreAlignedNonTemporal(address);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats Create(float value) => Vector512.Create(value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats CreateBits(uint bits) => Vector512.Create(bits).AsSingle();

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
    public static Floats Sqrt(Floats a) => Vector512.Sqrt(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats MultiplyAdd(Floats a, Floats b, Floats c) => Vector512.FusedMultiplyAdd(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats Round(Floats a) => Vector512.Round(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats SelectLess(Floats a, Floats b, Floats whenTrue, Floats whenFalse) =>
        Vector512.ConditionalSelect(Vector512.LessThan(a, b), whenTrue, whenFalse);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats SelectLessOrEqual(Floats a, Floats b, Floats whenTrue, Floats whenFalse) =>
        Vector512.ConditionalSelect(Vector512.LessThanOrEqual(a, b), whenTrue, whenFalse);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats Max(Floats a, Floats b) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(b, a) | Vector512.IsNaN(b), b, a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats SelectLessBits(Floats a, Floats b, Floats whenTrue, Floats whenFalse) =>
        Vector512.ConditionalSelect(Vector512.LessThan(a.AsUInt32(), b.AsUInt32()).AsSingle(), whenTrue, whenFalse);

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
        var odd = Product((a.AsUInt64() >> 32).AsUInt32(), factor) & Vector512.Create(0xFFFF_FFFF_0000_0000);
        return (even | odd).AsSingle();
    }

    // 64-bit products of the even lanes.
    [MethodImpl(Inline)]
    private static Vector512<ulong> Product(Vector512<uint> a, uint factor) =>
        Avx512F.IsSupported
            ? Avx512F.Multiply(a, Vector512.Create(factor))
            : (a.AsUInt64() & Vector512.Create(0xFFFF_FFFFul)) * factor;
}
