using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>One lane: a plain float. Tails and machines without vectors.</summary>
public readonly unsafe struct Lanes1 : ILanes<float>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(Inline)]
        get => 1;
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float Load(float* address) => *address;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void Store(float value, float* address) => *address = value;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void StorePastCaches(float value, float* address) => *address = value;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float Create(float value) => value;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float CreateBits(uint bits) => BitConverter.UInt32BitsToSingle(bits);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float Add(float a, float b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float Subtract(float a, float b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float Multiply(float a, float b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float Divide(float a, float b) => a / b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float Sqrt(float a) => MathF.Sqrt(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float MultiplyAdd(float a, float b, float c) => ScalarMath.MultiplyAdd(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float Round(float a) => MathF.Round(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float SelectLess(float a, float b, float whenTrue, float whenFalse) => a < b ? whenTrue : whenFalse;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float SelectLessOrEqual(float a, float b, float whenTrue, float whenFalse) => a <= b ? whenTrue : whenFalse;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float Max(float a, float b) => b > a || float.IsNaN(b) ? b : a;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float SelectLessBits(float a, float b, float whenTrue, float whenFalse) => Bits(a) < Bits(b) ? whenTrue : whenFalse;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float AndBits(float a, float b) => CreateBits(Bits(a) & Bits(b));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float OrBits(float a, float b) => CreateBits(Bits(a) | Bits(b));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float XorBits(float a, float b) => CreateBits(Bits(a) ^ Bits(b));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float AddBits(float a, float b) => CreateBits(Bits(a) + Bits(b));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float ShiftLeftBits(float a, int count) => CreateBits(Bits(a) << count);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float ShiftRightBits(float a, int count) => CreateBits(Bits(a) >> count);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float MultiplyLowBits(float a, uint factor) => CreateBits(Bits(a) * factor);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float MultiplyHighBits(float a, uint factor) => CreateBits((uint)((Bits(a) * (ulong)factor) >> 32));

    [MethodImpl(Inline)]
    private static uint Bits(float a) => BitConverter.SingleToUInt32Bits(a);
}
