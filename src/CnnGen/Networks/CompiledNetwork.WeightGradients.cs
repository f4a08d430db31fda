using CnnGen.Training;

namespace CnnGen;

public abstract unsafe partial class CompiledNetwork
{
    private Action<int, int>? _weightGradient;
    private Action<int, int>? _transformRound;
    private Action<int, int>? _sumRound;
    private Action<int, int>? _amongUpdates;
    private Action<int, int>? _gradientItem;
    private int _gradientItems;
    private int _gradient;
    private int _firstStrip;
    private int _strips;
    private UpdateQueue? _updates;
    private VariableRange[]? _variables;
    private Optimizer? _optimizer;
    private OptimizerState? _optimizerState;

    /// <inheritdoc/>
    public void ResetOptimizer()
    {
        using var use = Enter();
        _optimizerState?.Dispose();
        (_optimizerState, _optimizer) = (null, null);
    }

    /// <summary>
    /// Computes all weight gradients, and updates what each is the gradient of while the next are computed, if that is wanted;
    /// <see cref="FinishUpdate"/> does what then is left.
    /// </summary>
    private void RunWeightGradients(bool thenUpdate)
    {
        _updates?.Clear();
        // First those with many weights for little computing, as dense layers have: their updates go along with the gradients in rounds.
        RunAmongUpdates(_weightGradient ??= (item, _) => WeightGradient(in _pass, item), WeightGradientItems);
        if (thenUpdate)
            _updates!.AddOthers();
        var gradients = Info.Memory.GradientRounds;
        // Kernels grow towards the end of a network as a rule, and what follows their gradients needs others to go along with.
        for (_gradient = gradients.Count - 1; _gradient >= 0; _gradient--)
        {
            var rounds = gradients[_gradient];
            var all = checked(_pass.Count * rounds.StripsPerImage);
            for (_firstStrip = 0; _firstStrip < all; _firstStrip += rounds.StripsPerRound)
            {
                _strips = Math.Min(rounds.StripsPerRound, all - _firstStrip);
                Team.Run(_transformRound ??= (item, _) => TransformRound(in _pass, _gradient, _firstStrip, item), _strips);
                RunAmongUpdates(_sumRound ??= SumRound, rounds.SumItems);
            }

            if (thenUpdate)
                _updates!.Add(_gradient);
        }
    }

    private void SumRound(int item, int worker)
    {
        var pass = ForWorker(in _pass, worker);
        SumRound(in pass, _gradient, _firstStrip, _strips, item);
    }

    private void BeginUpdate(Optimizer optimizer)
    {
        if (!ReferenceEquals(optimizer, _optimizer))
        {
            var state = ReserveState(optimizer);
            _optimizerState?.Dispose();
            _optimizerState = state;
            _optimizer = optimizer;
        }

        _updates ??= new UpdateQueue(Info.Memory, ForwardKernelItems, BackwardKernelItems);
        OnWeightsChanged();
        optimizer.BeginStep(_optimizerState!);
    }

    private void ClipGradients()
    {
        _variables ??= [.. Info.Parameters.Where(parameter => parameter.Trainable).Select(StorageOf)];
        _optimizer!.Clip(InstructionSet, _pass.Gradients, _variables);
        _updates!.AddAll();
    }

    /// <summary>Runs what is due until nothing is: weights, and the kernels derived from them.</summary>
    private void FinishUpdate()
    {
        while (_updates!.Items > 0)
            RunAmongUpdates(null, 0);
        (_forwardKernelsAreFresh, _backwardKernelsAreFresh) = (true, true);
    }

    /// <summary>Runs work items of a gradient, with those of the updates that are due spread evenly among them.</summary>
    private void RunAmongUpdates(Action<int, int>? gradientItem, int items)
    {
        (_gradientItem, _gradientItems) = (gradientItem, items);
        Team.Run(_amongUpdates ??= AmongUpdates, items + (_updates?.Items ?? 0));
        _updates?.Advance();
    }

    private void AmongUpdates(int item, int worker)
    {
        var all = _gradientItems + (_updates?.Items ?? 0);
        // Of the first n items ceil(n * gradientItems / all) are the gradient's, so that the first is.
        var gradientItem = (int)((((long)item * _gradientItems) + all - 1) / all);
        var next = (int)((((item + 1L) * _gradientItems) + all - 1) / all);
        if (next > gradientItem)
            _gradientItem!(gradientItem, worker);
        else
            Update(_updates![item - gradientItem], worker);
    }

    private void Update(UpdateItem item, int worker)
    {
        var pass = ForWorker(in _pass, worker);
        switch (item.Work)
        {
            case UpdateWork.Weights:
                _optimizer!.Update(InstructionSet, _optimizerState!, pass.Weights, pass.Gradients, item.First, item.Count);
                break;
            case UpdateWork.ForwardKernel:
                PrepareForwardKernel(in pass, item.First);
                break;
            case UpdateWork.BackwardKernel:
                PrepareBackwardKernel(in pass, item.First);
                break;
        }
    }

    private static VariableRange StorageOf(ParameterInfo parameter)
    {
        var blocks = (parameter.Columns + parameter.Lanes - 1) / parameter.Lanes;
        return new VariableRange(parameter.Offset, blocks * parameter.Lanes * parameter.Rows);
    }
}
