using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>1 / (1 + exp(-x)).</summary>
public readonly struct SigmoidFunction : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(IActivationFunction.Call)]
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
    [MethodImpl(IActivationFunction.Call)]
    public static V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => Elementary.Tanh<L, V>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Derive<L, V>(V y, V dy)
        where L : ILanes<V>
        where V : unmanaged => L.Multiply(dy, L.Subtract(L.Create(1f), L.Multiply(y, y)));
}

/// <summary>x / (1 + |x|); ±1 at the infinities.</summary>
/// <remarks>
/// The derivative, (1 - |y|)², is within 2^-22 of the exact one, of which that leaves a few bits where |x| is in the hundreds.
/// </remarks>
public readonly struct SoftsignFunction : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged
    {
        var sign = L.AndBits(x, L.CreateBits(0x8000_0000));
        var a = L.AndBits(x, L.CreateBits(0x7FFF_FFFF));
        // Infinity over infinity would be NaN.
        var most = L.Create(float.MaxValue);
        a = L.SelectLess(most, a, most, a);
        return L.OrBits(L.Divide(a, L.Add(a, L.Create(1f))), sign);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Derive<L, V>(V y, V dy)
        where L : ILanes<V>
        where V : unmanaged
    {
        var t = L.Subtract(L.Create(1f), L.AndBits(y, L.CreateBits(0x7FFF_FFFF)));
        return L.Multiply(L.Multiply(dy, t), t);
    }
}

/// <summary>exp(x).</summary>
public readonly struct ExponentialFunction : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(IActivationFunction.Call)]
    public static V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => Elementary.Exp<L, V>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Derive<L, V>(V y, V dy)
        where L : ILanes<V>
        where V : unmanaged => L.Multiply(dy, y);
}

/// <summary>log(1 + exp(x)).</summary>
/// <remarks>The derivative, 1 - exp(-y), keeps its relative error.</remarks>
public readonly struct SoftplusFunction : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(IActivationFunction.Call)]
    public static V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => Elementary.Softplus<L, V>(x);

    /// <inheritdoc/>
    [MethodImpl(IActivationFunction.Call)]
    public static V Derive<L, V>(V y, V dy)
        where L : ILanes<V>
        where V : unmanaged => L.Multiply(dy, L.Subtract(L.Create(0f), Elementary.Expm1<L, V>(L.Subtract(L.Create(0f), y))));
}

/// <summary>x, below 0 exp(x) - 1.</summary>
public readonly struct EluFunction : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(IActivationFunction.Call)]
    public static V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => Rectified.Elu<L, V>(x, 1f);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Derive<L, V>(V y, V dy)
        where L : ILanes<V>
        where V : unmanaged => Rectified.EluGradient<L, V>(y, dy, 1f);
}

/// <summary>max(x, 0) + min(exp(x) - 1, 0): with alpha = 1 the same as elu.</summary>
public readonly struct CeluFunction : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(IActivationFunction.Call)]
    public static V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => Rectified.Elu<L, V>(x, 1f);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Derive<L, V>(V y, V dy)
        where L : ILanes<V>
        where V : unmanaged => Rectified.EluGradient<L, V>(y, dy, 1f);
}

/// <summary>1.05070098 times elu with alpha = 1.67326324.</summary>
public readonly struct SeluFunction : IActivationFunction
{
    private const float Scale = 1.05070098735548f;
    private const float ScaledAlpha = 1.75809934084738f;

    /// <inheritdoc/>
    [MethodImpl(IActivationFunction.Call)]
    public static V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged
    {
        var below = L.Multiply(L.Create(ScaledAlpha), Elementary.Expm1<L, V>(x));
        return L.SelectLess(x, L.Create(0f), below, L.Multiply(L.Create(Scale), x));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Derive<L, V>(V y, V dy)
        where L : ILanes<V>
        where V : unmanaged
    {
        var slope = L.SelectLess(y, L.Create(0f), L.Add(y, L.Create(ScaledAlpha)), L.Create(Scale));
        return L.Multiply(dy, slope);
    }
}
