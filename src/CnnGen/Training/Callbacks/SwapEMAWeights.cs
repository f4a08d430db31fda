namespace CnnGen.Training;

/// <summary>
/// Evaluates on the validation images with the average of the weights that an optimizer with <see cref="Optimizer.UseEma"/> keeps, and
/// goes on training with the weights themselves; Keras' <c>SwapEMAWeights</c>.
/// </summary>
/// <remarks>
/// Weights and averages change places, so that nothing is copied aside. Callbacks that come before this one see the weights at the end of
/// an epoch, and those that come after it see what <see cref="SwapOnEpoch"/> says. One object serves one training at a time.
/// </remarks>
public sealed class SwapEMAWeights : ITrainingCallback, IResumable, IHasSettings
{
    private Optimizer? _optimizer;
    private IAveragedWeights? _network;
    private bool _isSwapped;

    /// <summary>
    /// Whether the averages are in the network from the end of an epoch to the beginning of the next, for callbacks that come after this
    /// one, such as <see cref="ModelCheckpoint"/>; false when left out.
    /// </summary>
    public bool SwapOnEpoch { get; init; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The optimizer keeps no averages, or the network is not a compiled one.</exception>
    public void OnTrainBegin(TrainingContext training)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (!training.Optimizer.UseEma)
        {
            throw new InvalidOperationException(
                $"{nameof(SwapEMAWeights)} swaps in the averages that an optimizer keeps, but that of the"
                + $" {training.Optimizer.GetType().Name} is UseEma = false: set it, or leave the callback out.");
        }

        _network = training.Network as IAveragedWeights ?? throw new InvalidOperationException(
            $"{nameof(SwapEMAWeights)} needs a compiled network, but got a {training.Network.GetType().Name}.");
        (_optimizer, _isSwapped) = (training.Optimizer, false);
    }

    /// <inheritdoc/>
    public void OnEpochBegin(in EpochStart epoch) => Swap(toAverages: false);

    /// <inheritdoc/>
    public void OnValidationBegin() => Swap(toAverages: true);

    /// <inheritdoc/>
    public void OnValidationEnd() => Swap(toAverages: false);

    /// <inheritdoc/>
    public void OnEpochEnd(in EpochResult result) => Swap(toAverages: SwapOnEpoch);

    /// <inheritdoc/>
    public void OnTrainEnd(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        // Where training came to its end, Fit has made both the averages.
        if (history.Error is not null)
            Swap(toAverages: false);
        (_optimizer, _network) = (null, null);
    }

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(SwapOnEpoch), SwapOnEpoch);
    }

    /// <inheritdoc/>
    public void SaveState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Set("is_swapped", _isSwapped ? 1 : 0);
    }

    /// <inheritdoc/>
    public void RestoreState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _isSwapped = state.GetInt64("is_swapped") != 0;
    }

    private void Swap(bool toAverages)
    {
        if (_isSwapped == toAverages)
            return;
        _network!.SwapAverages(_optimizer!);
        _isSwapped = toAverages;
    }
}
