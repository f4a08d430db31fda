using CnnGen.Data;

namespace CnnGen.Training;

/// <summary>
/// What a call of <see cref="NetworkTraining.Fit"/> was asked to do, as settings under their names: all that decides which bits come out of
/// it, and so not <see cref="FitOptions.Epochs"/>, threads, displays, or when checkpoints are written.
/// </summary>
internal sealed class FitDefinition
{
    private const string Rate = $"{nameof(FitOptions.Optimizer)}.{nameof(Optimizer.LearningRate)}";
    private const string TrainingImages = "training images";
    private const string ValidationImages = "validation images";
    private const string NotSet = "not set";

    private readonly SettingList _settings = new();

    /// <summary>Takes down all settings.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="train">Training images, with the weights of their classes.</param>
    /// <param name="validation">Validation images.</param>
    /// <param name="options">All options.</param>
    public FitDefinition(Loss loss, MetricSet metrics, IImageSource train, IImageSource? validation, FitOptions options)
    {
        _settings.Add(nameof(options.BatchSize), options.BatchSize);
        if (options.Shards > 1)
            _settings.Add(nameof(options.Shards), options.Shards);
        _settings.AddPart(nameof(options.Optimizer), options.Optimizer);
        _settings.Add(nameof(options.Seed), $"{options.Seed}");
        _settings.Add(nameof(options.Shuffle), options.Shuffle);
        _settings.AddParts(nameof(options.Augmentation), options.Augmentation);
        _settings.AddPart(nameof(options.Loss), loss);
        _settings.Add(nameof(options.ClassWeights), ClassWeighting.Describe(options.ClassWeights));
        _settings.Add(nameof(options.Metrics), string.Join(", ", metrics.Names));
        foreach (var metric in metrics.All)
            (metric as IHasSettings)?.AddSettings(_settings.Section($"{nameof(options.Metrics)}.{metric.Name}"));
        _settings.AddParts(nameof(options.Callbacks), options.Callbacks.Where(callback => callback is IHasSettings));
        AddImages(TrainingImages, train, hasOwnWeights: options.ClassWeights is null);
        AddImages(ValidationImages, validation, hasOwnWeights: true);
    }

    /// <summary>All of them.</summary>
    public IEnumerable<(string Name, string Value)> Settings => _settings.Entries.Select(each => (each.Key, each.Value));

    /// <summary>Writes them down.</summary>
    /// <param name="section">Where to.</param>
    /// <param name="first">Those that the training began with, where it was resumed: they are what counts.</param>
    public void Save(TrainingState section, TrainingState? first)
    {
        if (first is not null)
        {
            first.CopyTo(section);
            return;
        }

        foreach (var (name, value) in _settings.Entries)
            section.Set(name, value);
    }

    /// <summary>Each difference in words; of something that is of another kind its settings are not told, too.</summary>
    /// <param name="section">What <see cref="Save"/> wrote.</param>
    /// <param name="rate">The learning rate of the checkpoint, which an optimizer that has taken its steps has; null where a schedule
    /// gives it.</param>
    public List<string> DifferencesFrom(TrainingState section, double? rate)
    {
        List<string> differences = [], different = [];
        var own = new Dictionary<string, string>();
        foreach (var (name, value) in _settings.Entries)
            own[name] = value;
        foreach (var name in own.Keys.Concat(section.TextNames.Where(name => !own.ContainsKey(name)).Order(StringComparer.Ordinal)))
        {
            var was = section.Contains(name) ? section.GetText(name) : null;
            var now = own.GetValueOrDefault(name);
            if (was == now || different.Exists(whole => IsOf(whole, name)))
                continue;
            // What is not in memory at one of the two times is not known.
            if ((was is null || now is null) && (IsOf(TrainingImages, name) || IsOf(ValidationImages, name)))
                continue;
            different.Add(name);
            if (name != Rate || rate is not { } reached || now != SettingList.Text(reached))
                differences.Add($"{name} was {Quoted(was)} and is {Quoted(now)}");
        }

        return differences;

        static bool IsOf(string whole, string name) =>
            name.Length > whole.Length && name.StartsWith(whole, StringComparison.Ordinal) && name[whole.Length] is '.' or '[';

        static string Quoted(string? text) => text is null ? NotSet : text.Length == 0 ? "none" : text;
    }

    /// <summary>
    /// Adds how many images there are, checksums of what is in memory, and what a source says of itself. No image is read for it.
    /// </summary>
    private void AddImages(string name, IImageSource? images, bool hasOwnWeights)
    {
        _settings.Add(name, images?.Count ?? 0);
        if (images is null)
            return;
        var (own, count) = (_settings.Section(name), images.Count);
        var targets = images.Targets;
        if (targets.Length > 0)
            own.Add("targets", ChecksumOf(targets, count));
        foreach (var further in targets.Further)
            own.Add($"targets of '{further.Output}'", ChecksumOf(further.Of(targets.FirstImage, count), count));
        if (hasOwnWeights)
            own.Add("weights", targets.Weights.IsEmpty ? "" : DataChecksum.Of(targets.Weights, count));
        (images as IHasSettings)?.AddSettings(own);
    }

    private static string ChecksumOf(Targets targets, int images) =>
        targets.Kind == TargetKind.Classes ? DataChecksum.Of(targets.Classes, images) : DataChecksum.Of(targets.Values, images);
}
