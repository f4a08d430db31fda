using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Kernels.Winograd;
using CnnGen.Generator.Emission.Layers;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission;

/// <summary>Writes the passes of one instruction set: each a sequence of kernel calls, with all places as literals.</summary>
internal sealed class PassWriter
{
    private readonly Plan _plan;
    private readonly int _target;
    private readonly KernelSet _kernels;
    private readonly CodeWriter _code;
    private readonly WeightGradientWriter _weightGradients;

    public PassWriter(Plan plan, int target, KernelSet kernels, CodeWriter code)
    {
        (_plan, _target, _kernels, _code) = (plan, target, kernels, code);
        _weightGradients = new WeightGradientWriter(plan, target, kernels, code);
    }

    /// <summary>The work items of the direct weight gradients.</summary>
    public int WeightGradientItems => _weightGradients.Items;

    private Network Network => _plan.Network;

    public void Write()
    {
        WriteInference();
        _code.Line();
        new InferenceStageWriter(_plan, _target, _kernels, _code, this).Write();
        _code.Line();
        WriteForward();
        if (_plan.EndsInSoftmax)
        {
            _code.Line();
            WriteLoss();
        }

        _code.Line();
        WriteBackward();
        _code.Line();
        new KernelPreparationWriter(_plan, _kernels, _code).Write();
        _code.Line();
        _weightGradients.Write();
        _code.Line();
        WriteSingleLayers();
    }

    private void WriteInference()
    {
        _code.Line("/// <summary>Predicts a few images, layer by layer; a workspace of"
            + $" {CodeWriter.Count(4L * _plan.Memory.InferenceImageFloats)} bytes each.</summary>");
        using (_code.Open("internal static void Infer(in NetworkPass pass)"))
        {
            WriteInferenceLocals();
            _code.Line("var count = pass.Count;");
            foreach (var layer in Network.Layers)
                WriteInferenceLayer(layer);
            WriteInferenceOutput();
        }
    }

    /// <summary>What the text of layers in prediction refers to, but for <c>count</c>.</summary>
    public void WriteInferenceLocals()
    {
        _code.Line($"const int imageStride = {_plan.Memory.InferenceImageFloats};");
        _code.Line("var work = pass.Workspace;");
        _code.Line("var weights = pass.Weights;");
    }

    /// <summary>All of a layer in prediction.</summary>
    public void WriteInferenceLayer(Layer layer) => WriteLayerForward(layer, value => value.Inference, isTraining: false);

    /// <summary>The end of a prediction.</summary>
    public void WriteInferenceOutput()
    {
        var output = _plan.Values[^1].Inference;
        _code.Line($"{StoreOutput.Kernel(_kernels, output.Tensor)}({At(output)}, pass.Outputs, imageStride, count);");
    }

    /// <summary>What the kernels of a contraction take in prediction.</summary>
    public ProductOperands InferenceOperands(Contraction contraction) => Operands(contraction, value => value.Inference);

    private void WriteForward()
    {
        _code.Line("/// <summary>The training form of the network, forward.</summary>");
        using (_code.Open("internal static void Forward(in NetworkPass pass, int first, int count)"))
        {
            WriteTrainingLocals(weights: true);
            foreach (var layer in Network.Layers)
                WriteLayerForward(layer, value => value.Training, isTraining: true);
            var output = _plan.Values[^1].Training;
            _code.Line($"{StoreOutput.Kernel(_kernels, output.Tensor)}({At(output)}, pass.Outputs + (nint)first *"
                + $" {output.Tensor.Shape.Size}, imageStride, count);");
        }
    }

    private void WriteLoss()
    {
        var softmax = Network.Output;
        var (logits, probabilities) = (_plan.Values[softmax.Inputs[0]], _plan.Values[softmax.Index]);
        _code.Line("/// <summary>Cross-entropy of each image, and the gradient of its logits for the mean over the batch.</summary>");
        using (_code.Open("internal static void Loss(in NetworkPass pass, int first, int count)"))
        {
            // Without weights nobody reads the gradient, and it may take the place of the logits.
            var gradient = logits.Gradient ?? logits.Training;
            WriteTrainingLocals(weights: false);
            _code.Line("var scale = 1f / pass.Count;");
            using (_code.Open("for (var image = 0; image < count; image++, work += imageStride)"))
            {
                _code.Line($"pass.Losses[first + image] = SoftmaxCrossEntropy.Apply<{_kernels.Isa.TypeArguments}>(");
                _code.Line($"    {At(logits.Training)}, {At(probabilities.Training)}, {softmax.OutputShape.Channels}, pass.Labels[first +"
                    + $" image], scale, {At(gradient)});");
                var (units, lanes) = (softmax.OutputShape.Channels, gradient.Tensor.ChannelStride);
                if (lanes > units)
                    KernelText.Clear(_code, CodeWriter.At("work", gradient.Offset + units), lanes - units);
            }
        }
    }

    private void WriteBackward()
    {
        _code.Line("/// <summary>Gradients from the output down to the first layer with weights.</summary>");
        using (_code.Open("internal static void Backward(in NetworkPass pass, int first, int count, bool fromLogits)"))
        {
            if (_plan.Values[^1].Gradient is not { } output)
            {
                _code.Line("// No layer has weights, so there is nothing to compute.");
                return;
            }

            WriteTrainingLocals(weights: false);
            var load = $"{LoadGradient.Kernel(_kernels, output.Tensor)}(pass.OutputGradients + (nint)first * {output.Tensor.Shape.Size},"
                + $" {At(output)}, imageStride, count);";
            if (_plan.EndsInSoftmax)
            {
                using (_code.Open("if (!fromLogits)"))
                {
                    _code.Line(load);
                    WriteLayerBackward(Network.Output);
                }
            }
            else
            {
                WriteClearBorder(output);
                _code.Line(load);
            }

            foreach (var layer in Network.Layers.Reverse().Skip(_plan.EndsInSoftmax ? 1 : 0))
                WriteLayerBackward(layer);
        }
    }

    /// <summary>One layer in one direction, on the whole batch and by the calling thread: for profiling.</summary>
    private void WriteSingleLayers()
    {
        _code.Line("/// <summary>One layer in one direction over the whole batch, on the calling thread; false where it has no such"
            + " kernel.</summary>");
        using (_code.Open("internal static bool RunLayer(in NetworkPass pass, int layer, LayerDirection direction)"))
        {
            _code.Line("const int first = 0;");
            _code.Line("var count = pass.Count;");
            WriteTrainingLocals(weights: true);
            using (_code.Open("switch (layer, direction)"))
            {
                foreach (var declared in _plan.Declared.Layers.Skip(1))
                    WriteSingleLayer(declared);
                _code.Line("default:");
                _code.Line("    return false;");
            }
        }
    }

    private void WriteSingleLayer(Layer declared)
    {
        if (Network.Layers.FirstOrDefault(layer => layer.Name == declared.Name) is not { } layer)
            return;
        WriteCase("Forward", () => WriteLayerForward(layer, value => value.Training, isTraining: true));
        if (_plan.Values[layer.Index].Gradient is not null && _plan.Values[layer.Inputs[0]].Gradient is not null)
            WriteCase("InputGradient", () => WriteLayerBackward(layer));
        if (_plan.ContractionOf(layer.Index) is { } contraction)
            WriteCase("WeightGradient", () => _weightGradients.WriteWhole(contraction));
        if (_plan.DepthwiseOf(layer.Index) is { } depthwise)
            WriteCase("WeightGradient", () => _weightGradients.WriteWhole(depthwise));

        void WriteCase(string direction, Action write)
        {
            using (_code.Open($"case ({declared.Index}, LayerDirection.{direction}):"))
            {
                write();
                _code.Line("return true;");
            }
        }
    }

    private void WriteTrainingLocals(bool weights)
    {
        _code.Line($"const int imageStride = {_plan.Memory.TrainingImageFloats};");
        _code.Line("var work = pass.Workspace + (nint)first * imageStride;");
        if (weights)
            _code.Line("var weights = pass.Weights;");
    }

    private void WriteLayerForward(Layer layer, Func<Value, Place> place, bool isTraining)
    {
        var y = place(_plan.Values[layer.Index]);
        if (y.IsAlias)
            return;
        if (isTraining)
            WriteHeading(layer);
        else
            WriteInferenceHeading(layer);
        WriteClearBorder(y);
        if (layer is Input)
        {
            WriteInput(y, isTraining);
            return;
        }

        var x = place(_plan.Values[layer.Inputs[0]]);
        var (from, to) = (At(x), At(y));
        switch (layer)
        {
            case Conv2D or Dense:
                var contraction = _plan.ContractionOf(layer.Index)!;
                WriteProduct(isTraining ? contraction.Forward : contraction.Prediction, Operands(contraction, place));
                break;
            case DepthwiseConv2D convolution:
                var depthwise = _plan.DepthwiseOf(layer.Index)!;
                var forward = DepthwiseConv2DKernels.Forward(
                    _kernels, convolution, x.Tensor, y.Tensor, depthwise.Forward.Product, depthwise.Forward.Tilings[_target]);
                var bias = depthwise.BiasOffset is { } biasOffset ? $"{CodeWriter.At("weights", biasOffset)}, " : "";
                _code.Line($"{forward}({from}, {CodeWriter.At("weights", depthwise.KernelOffset)}, {bias}{to}, imageStride, count);");
                break;
            case Dropout dropout:
                _code.Line($"{DropoutKernels.Apply(_kernels, dropout, x.Tensor, y.Tensor)}({from}, {to}, imageStride, count, pass.Seed,"
                    + " pass.Step, first);");
                break;
            default:
                var simple = $"{SimpleForward(layer, x.Tensor, y.Tensor)}({from}, {to}, imageStride, count);";
                if (!isTraining && layer == Network.Output && _plan.EndsInSoftmax)
                    WriteInferenceSoftmax(simple, from, to, y.Tensor.Shape.Channels);
                else
                    _code.Line(simple);
                break;
        }
    }

    /// <summary>
    /// Evaluation asks for losses, too, which only the logits tell: of a sure network, probabilities are rounded to 0 and 1.
    /// </summary>
    private void WriteInferenceSoftmax(string probabilities, string from, string to, int classes)
    {
        using (_code.Open("if (pass.Losses != null)"))
            _code.Line($"SoftmaxCrossEntropy.Forward<{_kernels.Isa.TypeArguments}>({from}, {to}, {classes}, pass.Labels, pass.Losses,"
                + " imageStride, count);");
        using (_code.Open("else"))
            _code.Line(probabilities);
    }

    private ProductOperands Operands(Contraction contraction, Func<Value, Place> place) => new(
        At(place(_plan.Values[Network.Layers[contraction.Layer].Inputs[0]])),
        CodeWriter.At(contraction.Forward is TiledWinograd ? "pass.ForwardKernels" : "weights", contraction.Forward.KernelOffset),
        contraction.BiasOffset is { } offset ? $"{CodeWriter.At("weights", offset)}, " : "",
        At(place(_plan.Values[contraction.Layer])));

    private void WriteProduct(PlannedProduct product, ProductOperands operands)
    {
        var (from, kernel, epilogue, to) = (operands.From, operands.Kernel, operands.Epilogue, operands.To);
        if (product is TiledWinograd winograd)
        {
            _code.Line($"{WinogradProductKernel.Add(_kernels, winograd, _target)}({from}, {kernel}, {epilogue}{to}, pass.Scratch,"
                + " imageStride, count);");
            return;
        }

        var tiled = (TiledProduct)product;
        _code.Line(
            $"{ProductKernel.Add(_kernels, tiled.Product, tiled.Tilings[_target])}({from}, {kernel}, {epilogue}{to}, imageStride, count);");
    }

    private void WriteInput(Place y, bool isTraining)
    {
        var size = Network.Input.Shape.Size;
        var (scale, shift) = _plan.Memory.NormalizationOffset is { } offset
            ? (CodeWriter.At("weights", offset), CodeWriter.At("weights", offset + _plan.Memory.NormalizationFloats))
            : ("null", "null");
        var start = isTraining ? $" + (nint)first * {size}" : "";
        var floats = $"{InputKernels.Load(_kernels, Network, y.Tensor, _plan.Affine, bytes: false)}(pass.Floats{start}, {scale}, {shift},"
            + $" {At(y)}, imageStride, count);";
        if (_plan.Affine.Count == 0)
        {
            _code.Line(floats);
            return;
        }

        using (_code.Open("if (pass.Bytes != null)"))
            _code.Line($"{InputKernels.Load(_kernels, Network, y.Tensor, _plan.Affine, bytes: true)}(pass.Bytes{start}, {scale}, {shift},"
                + $" {At(y)}, imageStride, count);");
        using (_code.Open("else"))
            _code.Line(floats);
    }

    private string SimpleForward(Layer layer, Tensor x, Tensor y) => layer switch
    {
        MaxPool2D pool => MaxPool2DKernels.Forward(_kernels, pool, x, y),
        AveragePool2D pool => AveragePool2DKernels.Forward(_kernels, pool, x, y),
        GlobalAveragePool2D pool => GlobalAveragePool2DKernels.Forward(_kernels, pool, x, y),
        DepthMaxPool pool => DepthMaxPoolKernels.Forward(_kernels, pool, x, y),
        Activation activation => ActivationKernels.Forward(_kernels, activation.Function, x, y),
        Rescaling rescaling => RescalingKernels.Forward(_kernels, rescaling, x, y),
        RepeatChannels repeat => RepeatChannelsKernels.Forward(_kernels, repeat, x, y),
        Flatten => FlattenKernels.Copy(_kernels, x, y),
        _ => throw new InvalidOperationException($"No kernel computes {layer.Kind}."),
    };

    /// <summary>Whether a layer applies the derivative of its activation itself, since the layer behind it has not done so.</summary>
    private bool AppliesDerivative(int layer) => !Network.ConsumersOf(layer).Any(consumer => consumer is MaxPool2D pool
        ? AppliesDerivativeBefore(pool)
        : _plan.ContractionOf(consumer.Index)?.InputGradients is [TiledWinograd { Winograd.Derivative: not null }]);

    /// <summary>
    /// Whether a pool applies the derivative of the layer before it, too, as each pixel's gradient comes from one window.
    /// </summary>
    private static bool AppliesDerivativeBefore(MaxPool2D pool) => !WindowLoops.Overlap(pool.Window);

    private void WriteLayerBackward(Layer layer)
    {
        if (layer is Input || _plan.Values[layer.Index].Gradient is not { } dy)
            return;
        var (x, y) = (_plan.Values[layer.Inputs[0]].Training, _plan.Values[layer.Index].Training);
        var dx = _plan.Values[layer.Inputs[0]].Gradient;
        var fused = AppliesDerivative(layer.Index) ? Network.FusedActivation(layer.Index) : ActivationFunction.Linear;
        // The gradient of a flatten's input may be the very buffer of its output's.
        if ((dx is null && fused == ActivationFunction.Linear) || (layer is Flatten && dx!.IsAlias))
            return;

        WriteHeading(layer);
        if (fused != ActivationFunction.Linear)
            _code.Line($"{ActivationGradient.Kernel(_kernels, fused, y.Tensor, dy.Tensor)}({At(y)}, {At(dy)}, imageStride, count);");
        if (dx is null)
            return;
        WriteClearBorder(dx);
        switch (layer)
        {
            case Conv2D or Dense:
                foreach (var product in _plan.ContractionOf(layer.Index)!.InputGradients)
                    WriteProduct(product,
                        new(At(dy), CodeWriter.At("pass.BackwardKernels", product.KernelOffset),
                            product is TiledWinograd { Winograd.Derivative: not null } ? $"{At(x)}, " : "", At(dx)));
                break;
            case DepthwiseConv2D convolution:
                var depthwise = _plan.DepthwiseOf(layer.Index)!;
                for (var phase = 0; phase < depthwise.InputGradients.Count; phase++)
                {
                    var part = depthwise.InputGradients[phase];
                    var name = DepthwiseConv2DKernels.InputGradient(
                        _kernels, convolution, dx.Tensor, dy.Tensor, phase, part.Product, part.Tilings[_target]);
                    _code.Line($"{name}({At(dy)}, {CodeWriter.At("pass.Weights", depthwise.KernelOffset)}, {At(dx)}, imageStride, count);");
                }

                break;
            case MaxPool2D pool:
                var before = AppliesDerivativeBefore(pool) ? Network.FusedActivation(pool.Inputs[0]) : ActivationFunction.Linear;
                WriteFull(MaxPool2DKernels.Backward(_kernels, pool, before, x.Tensor, y.Tensor, dx.Tensor, dy.Tensor));
                break;
            case DepthMaxPool pool:
                WriteFull(DepthMaxPoolKernels.Backward(_kernels, pool, x.Tensor, y.Tensor, dx.Tensor, dy.Tensor));
                break;
            case Activation activation:
                _code.Line($"{ActivationKernels.Backward(_kernels, activation.Function, y.Tensor, dx.Tensor, dy.Tensor)}({At(y)},"
                    + $" {At(dx)}, {At(dy)}, imageStride, count);");
                break;
            case Dropout dropout:
                _code.Line($"{DropoutKernels.Apply(_kernels, dropout, dy.Tensor, dx.Tensor)}({At(dy)}, {At(dx)}, imageStride, count,"
                    + " pass.Seed, pass.Step, first);");
                break;
            case Flatten:
                _code.Line($"{FlattenKernels.Copy(_kernels, dy.Tensor, dx.Tensor)}({At(dy)}, {At(dx)}, imageStride, count);");
                break;
            default:
                _code.Line($"{SimpleBackward(layer, dx.Tensor, dy.Tensor)}({At(dx)}, {At(dy)}, imageStride, count);");
                break;
        }

        void WriteFull(string name) => _code.Line($"{name}({At(x)}, {At(y)}, {At(dx)}, {At(dy)}, imageStride, count);");
    }

    private string SimpleBackward(Layer layer, Tensor dx, Tensor dy) => layer switch
    {
        AveragePool2D pool => AveragePool2DKernels.Backward(_kernels, pool, dx, dy),
        GlobalAveragePool2D pool => GlobalAveragePool2DKernels.Backward(_kernels, pool, dx, dy),
        Rescaling rescaling => RescalingKernels.Backward(_kernels, rescaling, dx, dy),
        RepeatChannels repeat => RepeatChannelsKernels.Backward(_kernels, repeat, dx, dy),
        _ => throw new InvalidOperationException($"No kernel computes the input gradient of {layer.Kind}."),
    };

    /// <summary>The layer's heading, with the pool that it computes in prediction.</summary>
    public void WriteInferenceHeading(Layer layer)
    {
        if (layer is Conv2D
            && Network.ConsumersOf(layer.Index).FirstOrDefault() is MaxPool2D pool
            && _plan.Values[pool.Index].Inference.IsAlias)
            _code.Line($"// {layer.Name}, {pool.Name}: {layer.InputShape} -> {pool.OutputShape}");
        else
            WriteHeading(layer);
    }

    private void WriteHeading(Layer layer) => _code.Line($"// {layer.Name}: {layer.InputShape} -> {layer.OutputShape}");

    public void WriteClearBorder(Place place)
    {
        if (place.ClearBorder)
            _code.Line($"{ClearBorder.Kernel(_kernels, place.Tensor)}({At(place)}, imageStride, count);");
    }

    private static string At(Place place) => CodeWriter.At("work", place.Offset);
}

/// <summary>What a product's kernel takes, as C#.</summary>
/// <param name="From">The input.</param>
/// <param name="Kernel">The kernel.</param>
/// <param name="Epilogue">What is read when the output is stored, and a comma: a bias, or for an input gradient the activated input; empty
/// without either.</param>
/// <param name="To">The output.</param>
internal readonly record struct ProductOperands(string From, string Kernel, string Epilogue, string To);
