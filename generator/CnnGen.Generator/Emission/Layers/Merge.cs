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
    /// Adds <c>(float* x0, float* x1, ..., float* y, nint imageStride, int count)</c>; returns its name. Inputs with an extent of 1 count
    /// for the whole axis.
    /// </summary>
    public static string Forward(KernelSet kernels, Merge layer, EquatableArray<Tensor> inputs, Tensor y)
    {
        var formula = Formulas[layer.GetType()];
        var function = layer.Activation;
        var name = ActivationText.Suffixed($"{layer.Kind}{inputs.Count}_{KernelText.List([.. inputs, y])}", function);
        var summary = $"{layer.Kind} of {inputs.Count} inputs to {y}{ActivationText.Described(function)}.";
        string[] x = [.. inputs.Select((_, i) => $"x{i}")];
        return kernels.Add(name, w => KernelText.Write(w, summary, name, [.. x, "y"], () =>
        {
            var loops = new BroadcastLoops(w, kernels.Isa, y, [.. inputs.Select((tensor, i) => (x[i], tensor)), ("y", y)]);
            loops.Elements(() =>
            {
                foreach (var input in x)
                    w.Line($"var {input}Value = {loops.Load(input)};");
                formula.Forward(w, loops.Isa, [.. x.Select(input => $"{input}Value")]);
                w.Line(loops.Store(ActivationText.Apply(loops.Isa, function, "value"), "y"));
            });
        }));
    }

    /// <summary>
    /// Adds <c>(float* x0, ..., float* dx, float* dy, nint imageStride, int count)</c>, without inputs where the gradient does not depend
    /// on them; returns its name. The gradient of an input with an extent of 1 is the sum over that axis.
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
            var loops = new BroadcastLoops(
                w, kernels.Isa, dy, [.. inputs.Select((tensor, i) => (x[i], tensor)), ("dy", dy), ("dx", dx)]);
            if (dx.Shape == dy.Shape)
            {
                loops.Elements(() =>
                {
                    Gradient(w, loops);
                    w.Line(loops.Store("gradient", "dx"));
                });
                return;
            }

            loops.Sum("dx", "gradient", () => Gradient(w, loops));
        }));

        void Gradient(CodeWriter w, BroadcastLoops loops)
        {
            foreach (var each in x)
                w.Line($"var {each}Value = {loops.Load(each)};");
            w.Line($"var gradient = {loops.Load("dy")};");
            formula.Backward(w, loops.Isa, [.. x.Select(each => $"{each}Value")], input, count);
        }
    }
}

/// <summary>What a kind of merge layer does with the elements of its inputs.</summary>
/// <param name="Forward">Writes <c>value</c> from the inputs, which are locals.</param>
/// <param name="Backward">Makes of the local <c>gradient</c>, that of the output, the one of an input, given its number and that of all;
/// the inputs are locals, none where the formula does not read them.</param>
/// <param name="IsSymmetric">Whether the gradients of all inputs have one formula.</param>
internal sealed record MergeFormula(
    Action<CodeWriter, Isa, string[]> Forward, Action<CodeWriter, Isa, string[], int, int> Backward, bool IsSymmetric);
