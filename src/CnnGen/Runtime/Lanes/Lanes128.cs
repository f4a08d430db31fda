using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Floats = System.Runtime.Intrinsics.Vector128<float>;

namespace CnnGen.Runtime;

/// <summary>Four lanes: SSE or NEON.</summary>
public readonly unsafe struct Lanes128 : ILanes<Floats>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(Inline)]
        get => 4;
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats Load(float* address) => Vector128.Load(address);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void Store(Floats value, float* address) => value.Store(address);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void StorePastCaches(Floats value, float* address) => value.Store(address);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats Create(float value) => Vector128.Create(value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats CreateBits(uint bits) => Vector128.Create(bits).AsSingle();

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
    public static Floats Sqrt(Floats a) => Vector128.Sqrt(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats MultiplyAdd(Floats a, Floats b, Floats c) => ScalarMath.MultiplyAdd(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats Round(Floats a) => Vector128.Round(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats SelectLess(Floats a, Floats b, Floats whenTrue, Floats whenFalse) =>
        Vector128.ConditionalSelect(Vector128.LessThan(a, b), whenTrue, whenFalse);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats SelectLessOrEqual(Floats a, Floats b, Floats whenTrue, Floats whenFalse) =>
        Vector128.ConditionalSelect(Vector128.LessThanOrEqual(a, b), whenTrue, whenFalse);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats Max(Floats a, Floats b) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(b, a) | Vector128.IsNaN(b), b, a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Floats SelectLessBits(Floats a, Floats b, Floats whenTrue, Floats whenFalse) =>
        Vector128.ConditionalSelect(Vector128.LessThan(a.AsUInt32(), b.AsUInt32()).AsSingle(), whenTrue, whenFalse);

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
        var odd = Product((a.AsUInt64() >> 32).AsUInt32(), factor) & Vector128.Create(0xFFFF_FFFF_0000_0000);
        return (even | odd).AsSingle();
    }

    // 64-bit products of the even lanes.
    [MethodImpl(Inline)]
    private static Vector128<ulong> Product(Vector128<uint> a, uint factor) =>
        Sse2.IsSupported
            ? Sse2.Multiply(a, Vector128.Create(factor))
            : (a.AsUInt64() & Vector128.Create(0xFFFF_FFFFul)) * factor;
}
