using CnnGen.Data;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// All augmentations of a training where some mix images: one after the other, each for a whole batch and its targets. Images of bytes are
/// rounded once at the end.
/// </summary>
internal sealed class MixingChain : BatchMixing
{
    /// <summary>The high 16 bits of counter word 3 for who is mixed with whom, apart from those of other random numbers.</summary>
    private const uint Stream = 0xFFFC;

    private readonly IAugmentation[] _augmentations;
    private readonly ImageShape _shape;
    private readonly ImageShape? _map;
    private readonly ulong _seed;
    private readonly int[] _partners;

    // The batch as it is and room for the next step; they change places.
    private float[] _images;
    private float[] _nextImages;
    private float[] _targets;
    private float[] _nextTargets;

    /// <summary>Makes room.</summary>
    /// <param name="options">Augmentations and seed.</param>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="network">The network, which says what targets are.</param>
    /// <param name="batchSize">Images of a full batch.</param>
    /// <exception cref="ArgumentException">A batch, or its targets, have more floats than an array can.</exception>
    public MixingChain(FitOptions options, ImageShape shape, NetworkInfo network, int batchSize)
    {
        if (Math.Max(shape.Size, network.OutputSize) * (long)batchSize > Array.MaxLength)
        {
            throw new ArgumentException(
                $"A batch of {batchSize} images of {shape} with targets of {network.OutputSize} floats, which are mixed, takes more than"
                + $" the {Array.MaxLength} values that are possible: make {nameof(FitOptions.BatchSize)} smaller.", nameof(options));
        }

        (_augmentations, _seed) = ([.. options.Augmentation], options.Seed);
        (_shape, _map, TargetSize) = (shape, MixingAugmentation.MapOf(network), network.OutputSize);
        _partners = new int[batchSize];
        (_images, _nextImages) = (new float[batchSize * _shape.Size], new float[batchSize * _shape.Size]);
        (_targets, _nextTargets) = (new float[batchSize * TargetSize], new float[batchSize * TargetSize]);
    }

    /// <inheritdoc/>
    public override int TargetSize { get; }

    /// <inheritdoc/>
    public override void Run(BatchRoom batch)
    {
        Load(batch);
        for (var i = 0; i < _augmentations.Length; i++)
        {
            if (_augmentations[i] is MixingAugmentation mixing)
                Mix(mixing, i, batch);
            else
                ApplyToEach(_augmentations[i], i, batch);
        }

        Store(batch);
    }

    private void ApplyToEach(IAugmentation augmentation, int place, BatchRoom batch)
    {
        for (var i = 0; i < batch.Images.Length; i++)
        {
            var random = new AugmentationRandom(_seed, batch.Epoch, batch.Images[i], place);
            augmentation.Apply(Slice(_images, i, _shape.Size), Slice(_nextImages, i, _shape.Size), _shape, ref random);
        }

        (_images, _nextImages) = (_nextImages, _images);
    }

    private void Mix(MixingAugmentation mixing, int place, BatchRoom batch)
    {
        var partners = _partners.AsSpan(0, batch.Images.Length);
        Shuffling.Fill(partners, new PhiloxCounter(0, (uint)batch.Number, (uint)batch.Epoch, Stream << 16 | (uint)place), _seed);
        for (var i = 0; i < batch.Images.Length; i++)
        {
            var random = new AugmentationRandom(_seed, batch.Epoch, batch.Images[i], place);
            mixing.Mix(
                MixtureOf(_images, _nextImages, i, _shape.Size, _shape), _shape,
                MixtureOf(_targets, _nextTargets, i, TargetSize, _map), ref random);
        }

        (_images, _nextImages) = (_nextImages, _images);
        (_targets, _nextTargets) = (_nextTargets, _targets);
    }

    private Mixture MixtureOf(float[] all, float[] next, int own, int size, ImageShape? map) =>
        new(Slice(all, own, size), Slice(all, _partners[own], size), Slice(next, own, size), map);

    private static Span<float> Slice(float[] all, int index, int size) => all.AsSpan(index * size, size);

    private void Load(BatchRoom batch)
    {
        var bytes = batch.Bytes;
        for (var i = 0; i < bytes.Length; i++)
            _images[i] = bytes[i];
        batch.Floats.CopyTo(_images);
        if (batch.Labels.IsEmpty)
            batch.Values.CopyTo(_targets);
        else
            MixedTargets.OneHot(batch.Labels, _targets.AsSpan(0, batch.Images.Length * TargetSize));
    }

    private void Store(BatchRoom batch)
    {
        AugmentationChain.Round(_images, batch.Bytes);
        _images.AsSpan(0, batch.Floats.Length).CopyTo(batch.Floats);
        _targets.AsSpan(0, batch.Values.Length).CopyTo(batch.Values);
    }
}
