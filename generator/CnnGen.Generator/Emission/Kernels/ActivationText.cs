using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>Activations as expressions, which kernels apply to what they store.</summary>
internal static class ActivationText
{
    /// <summary>A kernel's name with the activation that it applies.</summary>
    public static string Suffixed(string name, ActivationFunction function) =>
        function == ActivationFunction.Linear ? name : $"{name}_{function}";

    /// <summary>An activation that a kernel applies, behind what else its summary says.</summary>
    public static string Described(ActivationFunction function) =>
        function == ActivationFunction.Linear ? "" : $", then {function.ToString().ToLowerInvariant()}";

    /// <summary>
    /// The expression f(x) for one register; <paramref name="x"/> may be evaluated more than once, so give a local's name.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Softmax, which is no function of one element.</exception>
    public static string Apply(Isa isa, ActivationFunction function, string x) => function switch
    {
        ActivationFunction.Linear => x,
        ActivationFunction.Relu => isa.Relu(x),
        _ when function.IsOfElements() => $"{function}Function.Apply<{isa.TypeArguments}>({x})",
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "not a function of one element"),
    };

    /// <summary>Stores f of registers.</summary>
    /// <param name="w">Receives the text.</param>
    /// <param name="isa">The spelling.</param>
    /// <param name="function">The activation.</param>
    /// <param name="registers">Locals, and where each goes, as C#.</param>
    public static void WriteStores(
        CodeWriter w, Isa isa, ActivationFunction function, IReadOnlyList<(string Register, string Pointer)> registers)
    {
        foreach (var (register, pointer) in registers)
            w.Line(isa.Store(function.IsInline() ? Apply(isa, function, register) : register, pointer));
        if (function.IsInline())
            return;
        // A call leaves no vector register alone, and sums that live on behind it would be in memory all the time.
        foreach (var (_, pointer) in registers)
            w.Line(isa.Store(Apply(isa, function, isa.Load(pointer)), pointer));
    }

    /// <summary>f(x), for documentation.</summary>
    public static string Formula(ActivationFunction function) => function switch
    {
        ActivationFunction.Linear => "x",
        ActivationFunction.Relu => "max(x, 0)",
        _ => $"{function.ToString().ToLowerInvariant()}(x)",
    };

    /// <summary>f', for documentation.</summary>
    public static string Derivative(ActivationFunction function) => function switch
    {
        ActivationFunction.Linear => "1",
        ActivationFunction.Relu => "(y &lt;= 0 ? 0 : 1)",
        ActivationFunction.Sigmoid => "y * (1 - y)",
        ActivationFunction.Tanh => "(1 - y * y)",
        ActivationFunction.Exponential => "y",
        _ => $"{function.ToString().ToLowerInvariant()}'({(function.IsDerivedFromOutput() ? "y" : "x")})",
    };

    /// <summary>Writes dx = dy * f' for one image.</summary>
    /// <param name="w">Receives the text.</param>
    /// <param name="widest">The widest vectors to use.</param>
    /// <param name="function">The activation.</param>
    /// <param name="read">Its output, or its input where that does not tell the derivative.</param>
    /// <param name="dx">The gradient of its input.</param>
    /// <param name="dy">That of its output; may be <paramref name="dx"/>.</param>
    /// <param name="shape">The shape of all of them.</param>
    public static void WriteBackward(
        CodeWriter w, Isa widest, ActivationFunction function, Operand read, Operand dx, Operand dy, Shape shape)
    {
        if (function.IsOfElements())
        {
            ElementWise.WriteBackward(
                w, widest, shape, read, dx, dy, (isa, value, gradient) => ApplyDerivative(isa, function, value, gradient));
        }
        else
        {
            ChannelRows.Write(w, widest, shape, $"{function}.Backward", [read, dy, dx], isGradient: true);
        }
    }

    /// <summary>
    /// The expression gradient * f'(x) for one register, by <paramref name="value"/>, f(x) or where that does not tell it x; give locals'
    /// names.
    /// </summary>
    public static string ApplyDerivative(Isa isa, ActivationFunction function, string value, string gradient) => function switch
    {
        ActivationFunction.Linear => gradient,
        ActivationFunction.Relu => isa.ReluGradient(value, gradient),
        _ => $"{function}Function.Derive<{isa.TypeArguments}>({value}, {gradient})",
    };
}
