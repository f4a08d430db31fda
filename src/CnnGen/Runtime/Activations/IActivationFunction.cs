using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>
/// An activation of one element, as a type, so that it is part of the machine code. The names are those of the enum <c>Activation</c>,
/// where the formulas stand.
/// </summary>
public interface IActivationFunction
{
    /// <summary>
    /// For a function of many operations: kernels apply it to dozens of registers, and inlined that often it would use up what the compiler
    /// spends on inlining, to the loss of all that comes behind. It is compiled at its best at once, as kernels are.
    /// </summary>
    internal const MethodImplOptions Call = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>f(x).</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">The argument.</param>
    static abstract V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged;

    /// <summary>dy * f'(x), by the output f(x); by the input x where the output does not tell it.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="value">f(x); of gelu, silu, mish and hard swish, which fall and rise, x.</param>
    /// <param name="dy">The gradient of f(x).</param>
    static abstract V Derive<L, V>(V value, V dy)
        where L : ILanes<V>
        where V : unmanaged;
}
