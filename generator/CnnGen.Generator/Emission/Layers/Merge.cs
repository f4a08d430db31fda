using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Layers that join several others element by element: the loops, around what each kind does.</summary>
internal static class MergeKernels
{
    private static readonly Dictionary<Type, MergeFormula> Formulas = new()
    {
        [typeof(Add)] = AddKernels.Formula,
        [typeof(Average)] = AverageKernels.Formula,
        [typeof(Maximum)] = MaximumKernels.Formula,
        [typeof(Minimum)] = MinimumKernels.Formula,
        [typeof(Multiply)] = MultiplyKernels.Formula,
        [typeof(Subtract)] = SubtractKernels.Formula,
    };

    /// <summary>
    /// Adds <c>(float* x0, float* x1, ..., float* y, nint imageStride, int count)</c>; returns its name. Inputs of one pixel count for
    /// every pixel.
    /// </summary>
    public static string Forward(KernelSet kernels, Merge layer, EquatableArray<Tensor> inputs, Tensor y)
    {
        var formula = Formulas[layer.GetType()];
        var function = layer.Activation;
        var name = ActivationText.Suffixed($"{layer.Kind}{inputs.Count}_{KernelText.List([.. inputs, y])}", function);
        var summary = $"{layer.Kind} of {inputs.Count} inputs to {y}{ActivationText.Described(function)}.";
        string[] x = [.. inputs.Select((_, i) => $"x{i}")];
        return kernels.Add(name, w => KernelText.Write(w, summary, name, [.. x, "y"], () =>
            Elements(w, kernels.Isa, [.. inputs.Select((tensor, i) => (x[i], tensor)), ("y", y)], y, (isa, at) =>
            {
                foreach (var input in x)
                    w.Line($"var {input}Value = {isa.Load(at(input))};");
                formula.Forward(w, isa, [.. x.Select(input => $"{input}Value")]);
                w.Line(isa.Store(ActivationText.Apply(isa, function, "value"), at("y")));
            })));
    }

    /// <summary>
    /// Adds <c>(float* x0, ..., float* dx, float* dy, nint imageStride, int count)</c>, without inputs where the gradient does not depend
    /// on them; returns its name. The gradient of an input of one pixel is the sum over all pixels, in row, column order.
    /// </summary>
    public static string Backward(KernelSet kernels, Merge layer, int input, EquatableArray<Tensor> inputs, Tensor dx, Tensor dy)
    {
        var formula = Formulas[layer.GetType()];
        var count = layer.Inputs.Count;
        string[] x = [.. inputs.Select((_, i) => $"x{i}")];
        var which = formula.IsSymmetric ? $"{count}" : $"{count}Input{input}";
        var name = $"{layer.Kind}Backward{which}_{KernelText.List([.. inputs, dx, dy])}";
        return kernels.Add(name, w => KernelText.Write(
            w, $"Gradient of one of {count} inputs of {layer.Kind} from that of {dy}.", name, [.. x, "dx", "dy"], () =>
        {
            (string, Tensor)[] operands = [.. inputs.Select((tensor, i) => (x[i], tensor)), ("dy", dy)];
            if (dx.Shape == dy.Shape)
            {
                Elements(w, kernels.Isa, [.. operands, ("dx", dx)], dy, (isa, at) =>
                {
                    Gradient(w, isa, at);
                    w.Line(isa.Store("gradient", at("dx")));
                });
                return;
            }

            var narrowed = kernels.Isa.For(dx.ChannelStride);
            using (KernelText.Channels(w, narrowed, dx.ChannelStride, out var channel))
            {
                w.Line($"var sum = {narrowed.Zero};");
                Pixels(w, narrowed, operands, dy, channel, at =>
                {
                    Gradient(w, narrowed, at);
                    w.Line("sum += gradient;");
                });
                w.Line(narrowed.Store("sum", $"{CodeWriter.At("dx", dx.Origin)}{channel}"));
            }
        }));

        void Gradient(CodeWriter w, Isa isa, Func<string, string> at)
        {
            foreach (var each in x)
                w.Line($"var {each}Value = {isa.Load(at(each))};");
            w.Line($"var gradient = {isa.Load(at("dy"))};");
            formula.Backward(w, isa, [.. x.Select(each => $"{each}Value")], input, count);
        }
    }

    /// <summary>
    /// Walks the elements: all in one row where all tensors have one shape, else the channels of each pixel.
    /// </summary>
    private static void Elements(
        CodeWriter w, Isa isa, (string Name, Tensor Tensor)[] operands, Tensor whole, Action<Isa, Func<string, string>> body)
    {
        // Lanes past the channels are like any other, so a vector and a map of one pixel are alike.
        if (operands.All(operand => (operand.Tensor.Shape with { IsFlat = whole.Shape.IsFlat }) == whole.Shape))
        {
            ElementWise.Write(w, isa, whole.Shape, [.. operands.Select(operand => new Operand(operand.Name, operand.Tensor))], body);
            return;
        }

        var narrowed = isa.For(whole.ChannelStride);
        using (KernelText.Channels(w, narrowed, whole.ChannelStride, out var channel))
            Pixels(w, narrowed, operands, whole, channel, at => body(narrowed, at));
    }

    /// <summary>Walks the pixels, for one vector of channels.</summary>
    private static void Pixels(
        CodeWriter w, Isa isa, (string Name, Tensor Tensor)[] operands, Tensor whole, string channel, Action<Func<string, string>> body)
    {
        var moving = operands.Where(operand => IsWhole(operand.Tensor)).ToList();
        using (w.Repeat("row", whole.Shape.Height, out var row))
        {
            foreach (var (name, tensor) in moving)
                w.Line($"var {name}Pixel = {new Operand(name, tensor).RowAt(row)}{channel};");
            var steps = string.Concat(moving.Select(operand => $", {operand.Name}Pixel += {operand.Tensor.ChannelStride}"));
            using (w.Repeat("column", whole.Shape.Width, out _, steps))
            {
                body(name =>
                {
                    var tensor = operands.Single(operand => operand.Name == name).Tensor;
                    return IsWhole(tensor) ? $"{name}Pixel" : $"{CodeWriter.At(name, tensor.Origin)}{channel}";
                });
            }
        }

        bool IsWhole(Tensor tensor) => (tensor.Shape.Height, tensor.Shape.Width) == (whole.Shape.Height, whole.Shape.Width);
    }
}

/// <summary>What a kind of merge layer does with the elements of its inputs.</summary>
/// <param name="Forward">Writes <c>value</c> from the inputs, which are locals.</param>
/// <param name="Backward">Makes of the local <c>gradient</c>, that of the output, the one of an input, given its number and that of all;
/// the inputs are locals, none where the formula does not read them.</param>
/// <param name="IsSymmetric">Whether the gradients of all inputs have one formula.</param>
internal sealed record MergeFormula(
    Action<CodeWriter, Isa, string[]> Forward, Action<CodeWriter, Isa, string[], int, int> Backward, bool IsSymmetric);
