using CnnGen.Formats;

namespace CnnGen.Training;

/// <summary>
/// Writes what TensorBoard shows, as Keras' <c>TensorBoard</c> names it: <c>epoch_loss</c>, <c>epoch_</c> and the name of each metric, and
/// <c>epoch_learning_rate</c>, in the folders <c>train</c> and <c>validation</c>. <c>tensorboard --logdir logs</c> opens them, also while
/// training goes on.
/// </summary>
/// <remarks>
/// As in Keras epochs count from 0 and batches from 1 on TensorBoard's axis. Each training begins files of its own; give it a folder of its
/// own, such as <c>logs/run-2</c>, for a curve of its own. An epoch is in the files once it is over, whatever ends the program later. The
/// learning rate is that of the epoch's last step. One object serves one training at a time.
/// </remarks>
public sealed class TensorBoard : ITrainingCallback, IResumable
{
    private const string OfEpoch = "epoch_";
    private const string OfBatch = "batch_";

    private readonly string _folder;
    private readonly int? _updateFrequency;
    private TrainingContext? _training;
    private EventFile? _train;
    private EventFile? _validation;
    private FilterPicture? _picture;
    private string _pictureTag = "";
    private string[] _batchTags = [];
    private long _batches;

    /// <summary>A folder.</summary>
    /// <param name="folder">Where the files go; made where it is missing. <c>logs</c> when left out, as in Keras.</param>
    /// <exception cref="ArgumentException">The folder's name is empty.</exception>
    public TensorBoard(string folder = "logs")
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _folder = folder;
    }

    /// <summary>
    /// Batches after which loss and metrics of the epoch so far are written, too, as <c>batch_loss</c> and so on, at least 1; not at all
    /// when left out, which is Keras' <c>"epoch"</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? UpdateFrequency
    {
        get => _updateFrequency;
        init => _updateFrequency = value is { } batches ? SettingRange.AtLeast(batches, 1, nameof(UpdateFrequency)) : null;
    }

    /// <summary>
    /// Whether the filters of the first convolution are written as a picture after each epoch, each filter a tile from black at its least
    /// weight to white at its greatest, 256 tiles at most; false when left out.
    /// </summary>
    public bool WriteImages { get; init; }

    /// <inheritdoc/>
    public bool IsForOneProcess => true;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Images are wanted of a network without a convolution.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public void OnTrainBegin(TrainingContext training)
    {
        ArgumentNullException.ThrowIfNull(training);
        (_training, _batches, _picture) = (training, 0, null);
        if (WriteImages)
        {
            var kernel = FilterPicture.FirstKernel(training.Network) ?? throw new InvalidOperationException(
                $"{nameof(TensorBoard)}.{nameof(WriteImages)} draws the filters of the first convolution, but {training.Network.Info.Name}"
                + " has none: leave it out.");
            (_picture, _pictureTag) = (new FilterPicture(kernel), $"{kernel.Name}/image");
        }

        _train = new EventFile(Path.Combine(_folder, "train"));
        if (training.HasValidation)
            _validation = new EventFile(Path.Combine(_folder, "validation"));
        _batchTags = [.. training.TrainingNames.Select(name => OfBatch + name)];
    }

    /// <inheritdoc/>
    public void OnBatchEnd(in BatchProgress progress)
    {
        _batches++;
        if (_updateFrequency is not { } frequency || _batches % frequency != 0)
            return;
        _train!.AddScalar(_batchTags[0], progress.Loss, _batches);
        for (var i = 1; i < _batchTags.Length; i++)
            _train.AddScalar(_batchTags[i], progress.Metrics[i - 1].Value, _batches);
    }

    /// <inheritdoc/>
    public void OnEpochEnd(in EpochResult result)
    {
        var step = result.Epoch - 1;
        Add(_train!, result.Loss, result.Metrics, step);
        _train!.AddScalar(OfEpoch + "learning_rate", _training!.Optimizer.LearningRate.Value, step);
        if (_picture is not null)
            _train.AddImage(_pictureTag, _picture.Draw(), _picture.Height, _picture.Width, _picture.Channels, step);
        _train.Flush();
        if (_validation is null || result.ValidationLoss is not { } loss)
            return;
        Add(_validation, loss, result.ValidationMetrics ?? default, step);
        AddEvaluation(_validation, loss, result.ValidationMetrics ?? default);
        _validation.Flush();
    }

    /// <inheritdoc/>
    public void OnTrainEnd(History history)
    {
        _train?.Dispose();
        _validation?.Dispose();
        (_training, _train, _validation, _picture) = (null, null, null, null);
    }

    /// <inheritdoc/>
    public void SaveState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Set("batches", _batches);
    }

    /// <inheritdoc/>
    public void RestoreState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _batches = state.GetInt64("batches");
    }

    private static void Add(EventFile file, double loss, MetricValues metrics, long epoch)
    {
        file.AddScalar(OfEpoch + ResultNames.Loss, loss, epoch);
        foreach (var (name, value) in metrics)
            file.AddScalar(OfEpoch + name, value, epoch);
    }

    /// <summary>What Keras writes of each evaluation, over the steps of training.</summary>
    private void AddEvaluation(EventFile file, double loss, MetricValues metrics)
    {
        file.AddScalar(Tag(ResultNames.Loss), loss, _batches);
        foreach (var (name, value) in metrics)
            file.AddScalar(Tag(name), value, _batches);

        static string Tag(string name) => $"evaluation_{name}_vs_iterations";
    }
}
