using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission;

/// <summary>Writes the passes of one instruction set: each a sequence of kernel calls, with all places as literals.</summary>
internal sealed class PassWriter
{
    private readonly Plan _plan;
    private readonly int _target;
    private readonly KernelSet _kernels;
    private readonly CodeWriter _code;
    private readonly ParameterPlaces _places;
    private readonly StepWriter _forward;
    private readonly StepWriter _backward;
    private readonly WeightGradientWriter _weightGradients;

    public PassWriter(Plan plan, int target, KernelSet kernels, CodeWriter code)
    {
        (_plan, _target, _kernels, _code) = (plan, target, kernels, code);
        _places = new ParameterPlaces(plan);
        _forward = new StepWriter(kernels, _places, target, code, "weights", images: " + (nint)first * ");
        _backward = new StepWriter(kernels, _places, target, code, "pass.Weights", images: " + (nint)first * ");
        _weightGradients = new WeightGradientWriter(plan, _places, target, kernels, code);
    }

    public void Write()
    {
        _places.Write(_code);
        WriteFigures();
        _code.Line();
        var inference = new StepWriter(_kernels, _places, _target, _code, "weights", images: "");
        new InferenceWriter(_plan, _target, _kernels, _code, inference).Write();
        _code.Line();
        WriteForward();
        if (_plan.Softmax is { } softmax)
        {
            _code.Line();
            WriteLoss(softmax);
        }

        _code.Line();
        WriteBackward();
        WriteJoins();
        _code.Line();
        new KernelPreparationWriter(_plan, _places, _kernels, _code).Write();
        _code.Line();
        _weightGradients.Write();
        if (!_plan.RunsLayers)
            return;
        _code.Line();
        WriteSingleLayers();
    }

    private void WriteFigures()
    {
        EntryPoint.EndsInSoftmax.Write(_code, _plan.Softmax is not null ? "true" : "false");
        _code.Line();
        if (_plan.Backward is { TakesLogits: true })
        {
            EntryPoint.TakesLogitsGradients.Write(_code, "true");
            _code.Line();
        }

        if (_plan.FurtherProbabilities.Count > 0)
        {
            var activations = _plan.FurtherProbabilities.Select(function => $"global::CnnGen.Activation.{function}");
            EntryPoint.FurtherProbabilities.Write(_code, $"[{string.Join(", ", activations)}]");
            _code.Line();
        }

        if (_plan.PenalizesActivities)
        {
            EntryPoint.PenalizesActivities.Write(_code, "true");
            _code.Line();
        }

        EntryPoint.Segments.Write(_code, $"{_plan.Segments.Count}");
        _code.Line();
        WriteKernelItems(EntryPoint.ForwardKernelItems, EntryPoint.FrozenForwardKernelItems, _plan.ForwardPreparations);
        _code.Line();
        WriteKernelItems(EntryPoint.BackwardKernelItems, EntryPoint.FrozenBackwardKernelItems, _plan.BackwardPreparations);
        _code.Line();
        EntryPoint.WeightGradientItems.Write(_code, $"{_plan.WeightGradients.ItemsOf(_target)}");
    }

    private void WriteKernelItems(EntryPoint all, EntryPoint frozen, EquatableArray<Preparation> preparations)
    {
        all.Write(_code, $"{preparations.Sum(preparation => preparation.Items)}");
        var items = preparations.Where(preparation => preparation.Layer.IsFrozen).Sum(preparation => preparation.Items);
        if (items == 0)
            return;
        _code.Line();
        frozen.Write(_code, $"{items}");
    }

    private void WriteForward()
    {
        using (EntryPoint.Forward.Open(_code))
        {
            WriteTrainingLocals(weights: true);
            WriteSegments((layers, isLast) =>
            {
                foreach (var layer in layers)
                    _forward.Write(layer.Forward);
                if (!isLast)
                    return;
                foreach (var output in _plan.TrainingOutputs)
                    _forward.Write(output);
            });
        }
    }

    private void WriteLoss(SoftmaxEnd softmax)
    {
        using (EntryPoint.Loss.Open(_code))
        {
            var (classes, lanes) = (softmax.Probabilities.Tensor.Shape.Channels, softmax.LogitsGradient.Tensor.ChannelStride);
            WriteTrainingLocals(weights: false);
            using (_code.Open("for (var image = 0; image < count; image++, work += imageStride)"))
            {
                _code.Line($"pass.Losses[first + image] = SoftmaxCrossEntropy.Apply<{_kernels.Isa.TypeArguments}>(");
                _code.Line($"    {StepWriter.At(softmax.Logits)}, {StepWriter.At(softmax.Probabilities)}, {classes}, pass.Labels[first +"
                    + $" image], pass.LossScale(first + image), {StepWriter.At(softmax.LogitsGradient)});");
                if (lanes > classes)
                    KernelText.Clear(_code, CodeWriter.At("work", softmax.LogitsGradient.Offset + classes), lanes - classes);
            }
        }
    }

    private void WriteBackward()
    {
        using (EntryPoint.Backward.Open(_code))
        {
            if (_plan.Backward is not { } start)
            {
                _code.Line("// No layer has weights, so there is nothing to compute.");
                return;
            }

            WriteTrainingLocals(weights: false);
            WriteSegments((layers, isLast) =>
            {
                if (isLast)
                {
                    WriteBackwardStart(start);
                    foreach (var other in start.Others)
                        WriteFurtherGradient(other);
                }

                foreach (var layer in layers.Reverse().Skip(isLast && start.Logits is not null ? 1 : 0))
                    WriteBackward(layer);
            });
        }
    }

    /// <summary>What happens between two segments, and what prediction is prepared of; nothing in networks without state.</summary>
    private void WriteJoins()
    {
        if (_plan.Segments.Count > 1)
        {
            _code.Line();
            using (EntryPoint.JoinForward.Open(_code))
                WriteJoins(segment => segment < _plan.Segments.Count - 1, layer => layer.JoinForward);
            _code.Line();
            using (EntryPoint.JoinBackward.Open(_code))
                WriteJoins(segment => segment > 0, layer => layer.JoinBackward);
        }

        WritePreparations(EntryPoint.PrepareInference, layer => layer.InferencePreparation);
        WritePreparations(EntryPoint.PrepareTraining, layer => layer.TrainingPreparation);
    }

    private void WritePreparations(EntryPoint entryPoint, Func<LayerPlan, EquatableArray<Step>> steps)
    {
        var preparations = _plan.Layers.SelectMany(layer => steps(layer)).ToList();
        if (preparations.Count == 0)
            return;
        _code.Line();
        using (entryPoint.Open(_code))
        {
            _code.Line("var weights = pass.Weights;");
            preparations.ForEach(_forward.Write);
        }
    }

    private void WriteJoins(Func<int, bool> joins, Func<LayerPlan, EquatableArray<Step>> steps)
    {
        _code.Line("const int first = 0;");
        _code.Line("var count = pass.Count;");
        WriteTrainingLocals(weights: true);
        _code.Switch("segment", Enumerable.Range(0, _plan.Segments.Count).Where(joins), segment =>
        {
            _code.Line($"case {segment}:");
            using (_code.Body())
            {
                foreach (var step in LayersOf(_plan.Segments[segment]).SelectMany(layer => steps(layer)))
                    _forward.Write(step);
                _code.Line("break;");
            }
        });
    }

    private IEnumerable<LayerPlan> LayersOf(Segment segment) => _plan.Layers.Skip(segment.First).Take(segment.Count);

    private void WriteFurtherGradient(FurtherGradient gradient)
    {
        if (gradient.Border is { } border)
            _backward.Write(border);
        _backward.Write(gradient.LoadOrClear);
    }

    private void WriteBackwardStart(BackwardStart start)
    {
        if (start.Output is not { } output)
            return;
        if (start.Logits is not { } logits)
        {
            Write(output);
            return;
        }

        using (_code.Open("if (!pass.FromLogits)"))
        {
            Write(output);
            WriteBackward(_plan.Layers[^1]);
        }

        // A loss that was computed along with the softmax has left the gradient of the logits where it belongs.
        using (_code.Open(_plan.Softmax is null ? "else" : "else if (pass.OutputGradients != null)"))
            Write(logits);

        void Write(GradientLoad gradient)
        {
            if (gradient.Border is { } border)
                _backward.Write(border);
            _backward.Write(gradient.Load);
        }
    }

    /// <summary>The segments of a training pass in one direction: a case each, where there are several.</summary>
    /// <param name="write">Writes one: its layers, and whether it is the last.</param>
    private void WriteSegments(Action<IEnumerable<LayerPlan>, bool> write)
    {
        if (_plan.Segments.Count == 1)
        {
            write(_plan.Layers, true);
            return;
        }

        var index = 0;
        _code.Switch("segment", _plan.Segments, segment =>
        {
            _code.Line($"case {index}:");
            using (_code.Body())
            {
                write(LayersOf(segment), ++index == _plan.Segments.Count);
                _code.Line("break;");
            }
        });
    }

    private void WriteBackward(LayerPlan layer)
    {
        if (layer.Backward.Count == 0)
            return;
        _code.Line($"// {layer.Layer.Name}: {layer.Layer.InputShape} -> {layer.Layer.OutputShape}");
        foreach (var step in layer.Backward)
            _backward.Write(step);
    }

    /// <summary>One layer in one direction, on the whole batch and by the calling thread: for profiling.</summary>
    private void WriteSingleLayers()
    {
        using (EntryPoint.RunLayer.Open(_code))
        {
            _code.Line("const int first = 0;");
            _code.Line("var count = pass.Count;");
            WriteTrainingLocals(weights: true);
            using (_code.Open("switch (layer, direction)"))
            {
                foreach (var declared in _plan.Declared.Layers.Skip(1))
                {
                    if (_plan.PlanOf(declared) is not null)
                        WriteSingleLayer(declared.Index, [.. _plan.PartsOf(declared)]);
                }

                _code.Line("default:");
                _code.Line("    return false;");
            }
        }
    }

    private void WriteSingleLayer(int index, IReadOnlyList<LayerPlan> parts)
    {
        WriteCase("Forward", parts, part => _forward.Write(part.Forward));
        if (parts[0].HasInputGradient)
            WriteCase("InputGradient", parts.Reverse(), WriteBackward);
        var trained = parts.Where(part => part.WeightGradient is not null).ToArray();
        if (trained.Length > 0)
            WriteCase("WeightGradient", trained, part => _weightGradients.WriteWhole(part.WeightGradient!));

        void WriteCase(string direction, IEnumerable<LayerPlan> inOrder, Action<LayerPlan> write)
        {
            using (_code.Open($"case ({index}, LayerDirection.{direction}):"))
            {
                foreach (var part in inOrder)
                    write(part);
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
}
