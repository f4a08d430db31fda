using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>An activation of one element, as a type, so that it is part of the machine code.</summary>
public interface IActivationFunction
{
    /// <summary>f(x).</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">The argument.</param>
    static abstract V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged;

    /// <summary>dy * f'(x), by the output.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="y">f(x).</param>
    /// <param name="dy">Its gradient.</param>
    static abstract V Derive<L, V>(V y, V dy)
        where L : ILanes<V>
        where V : unmanaged;
}

/// <summary>x.</summary>
public readonly struct LinearFunction : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Derive<L, V>(V y, V dy)
        where L : ILanes<V>
        where V : unmanaged => dy;
}

/// <summary>max(x, 0), which keeps NaN; its derivative is 1 for NaN, too.</summary>
public readonly struct ReluFunction : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => L.SelectLess(x, L.Create(0f), L.Create(0f), x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Derive<L, V>(V y, V dy)
        where L : ILanes<V>
        where V : unmanaged => L.SelectLessOrEqual(y, L.Create(0f), L.Create(0f), dy);
}

/// <summary>1 / (1 + exp(-x)).</summary>
public readonly struct SigmoidFunction : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => Elementary.Sigmoid<L, V>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Derive<L, V>(V y, V dy)
        where L : ILanes<V>
        where V : unmanaged => L.Multiply(L.Multiply(dy, y), L.Subtract(L.Create(1f), y));
}

/// <summary>tanh(x).</summary>
public readonly struct TanhFunction : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => Elementary.Tanh<L, V>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Derive<L, V>(V y, V dy)
        where L : ILanes<V>
        where V : unmanaged => L.Multiply(dy, L.Subtract(L.Create(1f), L.Multiply(y, y)));
}
