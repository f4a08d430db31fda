using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>Activations as expressions, which kernels apply to what they store.</summary>
internal static class ActivationText
{
    /// <summary>
    /// The expression f(x) for one register; <paramref name="x"/> may be evaluated more than once, so give a local's name.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Softmax, which is no function of one element.</exception>
    public static string Apply(Isa isa, ActivationFunction function, string x) => function switch
    {
        ActivationFunction.Linear => x,
        ActivationFunction.Relu => isa.Relu(x),
        ActivationFunction.Sigmoid => isa.Elementary("Sigmoid", x),
        ActivationFunction.Tanh => isa.Elementary("Tanh", x),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "not a function of one element"),
    };

    /// <summary>f(x), for documentation.</summary>
    public static string Formula(ActivationFunction function) => function switch
    {
        ActivationFunction.Linear => "x",
        ActivationFunction.Relu => "max(x, 0)",
        _ => $"{function.ToString().ToLowerInvariant()}(x)",
    };

    /// <summary>f' by the output, for documentation.</summary>
    public static string Derivative(ActivationFunction function) => function switch
    {
        ActivationFunction.Linear => "1",
        ActivationFunction.Relu => "(y &lt;= 0 ? 0 : 1)",
        ActivationFunction.Sigmoid => "y * (1 - y)",
        ActivationFunction.Tanh => "(1 - y * y)",
        ActivationFunction.Softmax => "softmax'(y)",
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "no such activation"),
    };

    /// <summary>Writes dx = dy * f'(y) for one image.</summary>
    public static void WriteBackward(
        CodeWriter w, Isa widest, ActivationFunction function, Operand y, Operand dx, Operand dy, Tensor tensor)
    {
        var (channels, lanes) = (tensor.Shape.Channels, tensor.ChannelStride);
        if (function == ActivationFunction.Softmax)
        {
            w.Line($"Softmax.Backward<{widest.TypeArguments}>({Start(y)}, {Start(dy)}, {Start(dx)}, {channels});");
            if (lanes > channels)
                KernelText.Clear(w, CodeWriter.At(dx.Name, dx.Layout.Origin + channels), lanes - channels);
            return;
        }

        Operand[] operands = dx == dy ? [y, dx] : [y, dx, dy];
        ElementWise.Write(w, widest, tensor.Shape, operands, (isa, at) =>
        {
            w.Line($"var output = {isa.Load(at(y.Name))};");
            w.Line($"var gradient = {isa.Load(at(dy.Name))};");
            w.Line(isa.Store(ApplyDerivative(isa, function, "output", "gradient"), at(dx.Name)));
        });
    }

    /// <summary>The expression gradient * f'(x) for one register, by <paramref name="output"/>, f(x); give locals' names.</summary>
    public static string ApplyDerivative(Isa isa, ActivationFunction function, string output, string gradient) => function switch
    {
        ActivationFunction.Relu => isa.ReluGradient(output, gradient),
        ActivationFunction.Sigmoid => $"{gradient} * {output} * ({isa.Broadcast("1f")} - {output})",
        ActivationFunction.Tanh => $"{gradient} * ({isa.Broadcast("1f")} - {output} * {output})",
        _ => gradient,
    };

    private static string Start(Operand operand) => CodeWriter.At(operand.Name, operand.Layout.Origin);
}
