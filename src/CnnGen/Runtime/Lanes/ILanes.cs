namespace CnnGen.Runtime;

/// <summary>
/// One vector width. An elementary function or row operation is written once over these operations and runs in every width;
/// each operation is exactly rounded or exact, so all widths give the same bits (where the machine has fused multiply-add).
/// </summary>
/// <remarks>
/// Operations whose name ends in <c>Bits</c> take each lane as an unsigned 32-bit integer that wraps around.
/// </remarks>
/// <typeparam name="V">The vector: <c>Vector512&lt;float&gt;</c>, <c>Vector256&lt;float&gt;</c>, <c>Vector128&lt;float&gt;</c> or
/// <c>float</c>.</typeparam>
public unsafe interface ILanes<V>
    where V : unmanaged
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Reads <see cref="Count"/> floats, at any alignment.</summary>
    /// <param name="address">The first of them.</param>
    static abstract V Load(float* address);

    /// <summary>Writes <see cref="Count"/> floats, at any alignment.</summary>
    /// <param name="value">What to write.</param>
    /// <param name="address">Where the first goes.</param>
    static abstract void Store(V value, float* address);

    /// <summary>
    /// Writes <see cref="Count"/> floats past the caches, where that is a whole cache line; elsewhere as <see cref="Store"/> does.
    /// </summary>
    /// <param name="value">What to write.</param>
    /// <param name="address">Where the first goes; aligned to the vector.</param>
    static abstract void StorePastCaches(V value, float* address);

    /// <summary>The value in every lane.</summary>
    /// <param name="value">The value.</param>
    static abstract V Create(float value);

    /// <summary>The 32 bits in every lane.</summary>
    /// <param name="bits">The bits.</param>
    static abstract V CreateBits(uint bits);

    /// <summary>a + b.</summary>
    /// <param name="a">First summand.</param>
    /// <param name="b">Second summand.</param>
    static abstract V Add(V a, V b);

    /// <summary>a - b.</summary>
    /// <param name="a">Minuend.</param>
    /// <param name="b">Subtrahend.</param>
    static abstract V Subtract(V a, V b);

    /// <summary>a * b.</summary>
    /// <param name="a">First factor.</param>
    /// <param name="b">Second factor.</param>
    static abstract V Multiply(V a, V b);

    /// <summary>a / b.</summary>
    /// <param name="a">Dividend.</param>
    /// <param name="b">Divisor.</param>
    static abstract V Divide(V a, V b);

    /// <summary>The square root; NaN below zero.</summary>
    /// <param name="a">The radicand.</param>
    static abstract V Sqrt(V a);

    /// <summary>a * b + c with one rounding where the machine has fused multiply-add, else with two.</summary>
    /// <param name="a">First factor.</param>
    /// <param name="b">Second factor.</param>
    /// <param name="c">Summand.</param>
    static abstract V MultiplyAdd(V a, V b, V c);

    /// <summary>The nearest integer, of two the even one.</summary>
    /// <param name="a">What to round.</param>
    static abstract V Round(V a);

    /// <summary>a &lt; b ? whenTrue : whenFalse; a NaN gives <paramref name="whenFalse"/>. <c>SelectLess(x, 0, 0, x)</c> is relu.</summary>
    /// <param name="a">Left side of the comparison.</param>
    /// <param name="b">Right side of the comparison.</param>
    /// <param name="whenTrue">Taken where a &lt; b.</param>
    /// <param name="whenFalse">Taken elsewhere.</param>
    static abstract V SelectLess(V a, V b, V whenTrue, V whenFalse);

    /// <summary>
    /// a &lt;= b ? whenTrue : whenFalse; a NaN gives <paramref name="whenFalse"/>. <c>SelectLessOrEqual(x, m, m, x)</c> is max(m, x) of
    /// numbers.
    /// </summary>
    /// <param name="a">Left side of the comparison.</param>
    /// <param name="b">Right side of the comparison.</param>
    /// <param name="whenTrue">Taken where a &lt;= b.</param>
    /// <param name="whenFalse">Taken elsewhere.</param>
    static abstract V SelectLessOrEqual(V a, V b, V whenTrue, V whenFalse);

    /// <summary>
    /// b &gt; a or b is NaN ? b : a: of equal numbers the first, +0 and -0 among them, and a NaN wherever it comes.
    /// </summary>
    /// <param name="a">The maximum so far.</param>
    /// <param name="b">What comes next.</param>
    static abstract V Max(V a, V b);

    /// <summary>a &lt; b ? whenTrue : whenFalse, with a and b as unsigned integers.</summary>
    /// <param name="a">Left side of the comparison.</param>
    /// <param name="b">Right side of the comparison.</param>
    /// <param name="whenTrue">Taken where a &lt; b.</param>
    /// <param name="whenFalse">Taken elsewhere.</param>
    static abstract V SelectLessBits(V a, V b, V whenTrue, V whenFalse);

    /// <summary>a &amp; b.</summary>
    /// <param name="a">First operand.</param>
    /// <param name="b">Second operand.</param>
    static abstract V AndBits(V a, V b);

    /// <summary>a | b.</summary>
    /// <param name="a">First operand.</param>
    /// <param name="b">Second operand.</param>
    static abstract V OrBits(V a, V b);

    /// <summary>a ^ b.</summary>
    /// <param name="a">First operand.</param>
    /// <param name="b">Second operand.</param>
    static abstract V XorBits(V a, V b);

    /// <summary>a + b of the integers.</summary>
    /// <param name="a">First summand.</param>
    /// <param name="b">Second summand.</param>
    static abstract V AddBits(V a, V b);

    /// <summary>a &lt;&lt; count.</summary>
    /// <param name="a">The integers.</param>
    /// <param name="count">Places, 0 to 31.</param>
    static abstract V ShiftLeftBits(V a, int count);

    /// <summary>a &gt;&gt;&gt; count: zeros come in.</summary>
    /// <param name="a">The integers.</param>
    /// <param name="count">Places, 0 to 31.</param>
    static abstract V ShiftRightBits(V a, int count);

    /// <summary>The low 32 bits of the product of integers.</summary>
    /// <param name="a">The integers.</param>
    /// <param name="factor">What each is multiplied with.</param>
    static abstract V MultiplyLowBits(V a, uint factor);

    /// <summary>The high 32 bits of the 64-bit product of unsigned integers.</summary>
    /// <param name="a">The integers.</param>
    /// <param name="factor">What each is multiplied with.</param>
    static abstract V MultiplyHighBits(V a, uint factor);
}
