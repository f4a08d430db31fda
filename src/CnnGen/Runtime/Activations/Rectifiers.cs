using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

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

/// <summary>min(max(x, 0), 6); its derivative is 0 at both ends. NaN as with relu.</summary>
public readonly struct Relu6Function : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => Rectified.Relu<L, V>(x, 6f, 0f, 0f);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Derive<L, V>(V y, V dy)
        where L : ILanes<V>
        where V : unmanaged => Rectified.ReluGradient<L, V>(y, dy, 6f, 0f);
}

/// <summary>x, of which a fifth is left below 0; NaN as with relu.</summary>
public readonly struct LeakyReluFunction : IActivationFunction
{
    private const float Slope = 0.2f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => Rectified.LeakyRelu<L, V>(x, Slope);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Derive<L, V>(V y, V dy)
        where L : ILanes<V>
        where V : unmanaged => Rectified.LeakyReluGradient<L, V>(y, dy, Slope);
}

/// <summary>relu6(x + 3) / 6; its derivative is 1/6 between the ends. NaN as with relu.</summary>
public readonly struct HardSigmoidFunction : IActivationFunction
{
    private const float Sixth = 1f / 6f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => L.Multiply(Rectified.Relu<L, V>(L.Add(x, L.Create(3f)), 6f, 0f, 0f), L.Create(Sixth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Derive<L, V>(V y, V dy)
        where L : ILanes<V>
        where V : unmanaged => Rectified.Inside<L, V>(y, 0f, 1f, L.Multiply(dy, L.Create(Sixth)));
}

/// <summary>min(max(x, -1), 1); its derivative is 0 at both ends. NaN as with relu.</summary>
public readonly struct HardTanhFunction : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged
    {
        var (low, high) = (L.Create(-1f), L.Create(1f));
        return L.SelectLess(x, low, low, L.SelectLess(high, x, high, x));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Derive<L, V>(V y, V dy)
        where L : ILanes<V>
        where V : unmanaged => Rectified.Inside<L, V>(y, -1f, 1f, dy);
}
