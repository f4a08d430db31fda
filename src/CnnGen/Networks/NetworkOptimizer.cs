using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen;

/// <summary>The optimizer of the last step of a network, and what it remembers of it.</summary>
/// <param name="context">The network.</param>
internal sealed class NetworkOptimizer(RunContext context) : IDisposable
{
    private Optimizer? _optimizer;
    private OptimizerState? _state;

    /// <summary>What it remembers; a step has begun.</summary>
    public OptimizerState State => _state!;

    /// <summary>Begins a step of an optimizer: the weights are about to change.</summary>
    /// <param name="optimizer">The optimizer; its state goes on where it is that of the last step.</param>
    public void Begin(Optimizer optimizer)
    {
        if (!ReferenceEquals(optimizer, _optimizer))
        {
            var state = NewState(optimizer);
            _state?.Dispose();
            (_state, _optimizer) = (state, optimizer);
        }

        optimizer.Begin(_state!);
        if (_state!.Settings.ChangesWeights)
            context.Weights.OnChanged();
    }

    /// <summary>Writes down what the optimizer of the last step remembers; nothing where there was none.</summary>
    /// <param name="state">Where to.</param>
    public void Save(TrainingState state)
    {
        if (_state is not null)
            OptimizerFile.Save(_optimizer!, _state, context.Weights.Parameters, state);
    }

    /// <summary>Takes over what an optimizer remembered, or what a fresh one does where nothing was written down.</summary>
    /// <param name="optimizer">The optimizer that the next step is taken with.</param>
    /// <param name="state">What <see cref="Save"/> wrote.</param>
    /// <exception cref="InvalidDataException">It is that of another optimizer; nothing was changed.</exception>
    public void Restore(Optimizer optimizer, TrainingState state)
    {
        var restored = NewState(optimizer);
        try
        {
            OptimizerFile.Restore(optimizer, restored, context.Weights.Parameters, state);
        }
        catch
        {
            restored.Dispose();
            throw;
        }

        _state?.Dispose();
        (_state, _optimizer) = (restored, optimizer);
    }

    /// <inheritdoc cref="IAveragedWeights.SwapAverages"/>
    public void SwapAverages(Optimizer optimizer)
    {
        if (AveragesOf(optimizer, out var averages) is not { IsEmpty: false } weights)
            return;
        for (var i = 0; i < weights.Length; i++)
            (weights[i], averages[i]) = (averages[i], weights[i]);
        _state!.IsSwapped = !_state.IsSwapped;
        context.Weights.OnChanged();
    }

    /// <inheritdoc cref="IAveragedWeights.TakeAverages"/>
    public void TakeAverages(Optimizer optimizer)
    {
        if (AveragesOf(optimizer, out var averages) is not { IsEmpty: false } weights)
            return;
        if (_state!.IsSwapped)
            weights.CopyTo(averages);
        else
            averages.CopyTo(weights);
        _state.IsSwapped = false;
        context.Weights.OnChanged();
    }

    /// <summary>Forgets the optimizer and its state.</summary>
    public void Reset()
    {
        _state?.Dispose();
        (_state, _optimizer) = (null, null);
    }

    /// <inheritdoc/>
    public void Dispose() => Reset();

    /// <summary>The trained weights, and their averages; both empty where there are none.</summary>
    private Span<float> AveragesOf(Optimizer optimizer, out Span<float> averages)
    {
        averages = [];
        if (!optimizer.UseEma || !ReferenceEquals(optimizer, _optimizer) || _state!.Iterations + _state.Gathered == 0)
            return [];
        averages = _state.Averages(optimizer);
        return context.Weights.Values[..averages.Length];
    }

    private OptimizerState NewState(Optimizer optimizer)
    {
        var floats = context.Info.Memory.TrainableFloats;
        try
        {
            return optimizer.CreateState(floats);
        }
        catch (OutOfMemoryException e)
        {
            throw context.Memory.Lacks(
                sizeof(float) * (long)floats * optimizer.SlotCount, $"what {optimizer.GetType().Name} remembers",
                NetworkMemory.OtherNetworks, e);
        }
    }
}
