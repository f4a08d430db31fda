using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>What a transform does to each pixel before it is stored; a type, so that it is part of the machine code.</summary>
public unsafe interface IEpilogue
{
    /// <summary>What is stored.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="value">The sum.</param>
    /// <param name="operand">What else it is made of, for the first pixel.</param>
    /// <param name="pixel">Floats from the first pixel to this one.</param>
    static abstract V Apply<L, V>(V value, float* operand, nint pixel)
        where L : ILanes<V>
        where V : unmanaged;
}

/// <summary>f(sum).</summary>
/// <typeparam name="F">The activation.</typeparam>
public readonly unsafe struct Activated<F> : IEpilogue
    where F : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<L, V>(V value, float* operand, nint pixel)
        where L : ILanes<V>
        where V : unmanaged => F.Apply<L, V>(value);
}

/// <summary>f(sum + bias); the bias is the same for all pixels.</summary>
/// <typeparam name="F">The activation.</typeparam>
public readonly unsafe struct Biased<F> : IEpilogue
    where F : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<L, V>(V value, float* operand, nint pixel)
        where L : ILanes<V>
        where V : unmanaged => F.Apply<L, V>(L.Add(value, L.Load(operand)));
}

/// <summary>A number of floats; a type, so that it is part of the machine code.</summary>
public interface IDistance
{
    /// <summary>How many.</summary>
    static abstract nint Floats { get; }
}

/// <summary>f(sum * factor + shift), which are the same for all pixels; the shifts lie behind the factors.</summary>
/// <typeparam name="F">The activation.</typeparam>
/// <typeparam name="D">Floats from the factors to the shifts.</typeparam>
public readonly unsafe struct Scaled<F, D> : IEpilogue
    where F : IActivationFunction
    where D : IDistance
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<L, V>(V value, float* operand, nint pixel)
        where L : ILanes<V>
        where V : unmanaged => F.Apply<L, V>(L.MultiplyAdd(value, L.Load(operand), L.Load(operand + D.Floats)));
}

/// <summary>The sum, a gradient, times the derivative of an activation, of which the operand is the output.</summary>
/// <typeparam name="F">The activation.</typeparam>
public readonly unsafe struct Derived<F> : IEpilogue
    where F : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<L, V>(V value, float* operand, nint pixel)
        where L : ILanes<V>
        where V : unmanaged => F.Derive<L, V>(L.Load(operand + pixel), value);
}
