using CnnGen.Data;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// All augmentations of a training where some mix images: one after the other, each for a whole batch and its targets. Images of bytes are
/// rounded once at the end.
/// </summary>
internal sealed class MixingChain
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

    private MixingChain(FitOptions options, ImageDataset data, NetworkInfo network, int batchSize)
    {
        (_augmentations, _seed) = ([.. options.Augmentation], options.Seed);
        (_shape, _map, TargetSize) = (data.Shape, MixingAugmentation.MapOf(network), network.OutputSize);
        _partners = new int[batchSize];
        (_images, _nextImages) = (new float[batchSize * _shape.Size], new float[batchSize * _shape.Size]);
        (_targets, _nextTargets) = (new float[batchSize * TargetSize], new float[batchSize * TargetSize]);
    }

    /// <summary>Floats of the target of one image.</summary>
    public int TargetSize { get; }

    /// <summary>A chain with its room; null where no augmentation mixes images.</summary>
    /// <param name="options">Augmentations and seed.</param>
    /// <param name="data">The images.</param>
    /// <param name="network">The network, which says what targets are.</param>
    /// <param name="batchSize">Images of a full batch.</param>
    public static MixingChain? For(FitOptions options, ImageDataset data, NetworkInfo network, int batchSize) =>
        MixedTargets.IsWantedBy(options) ? new(options, data, network, batchSize) : null;

    /// <summary>Augments a batch in its place, and writes the floats of its targets.</summary>
    /// <param name="batch">The images and their targets as they are.</param>
    /// <param name="indices">The images' indices in their data set.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="number">The number of the batch in the epoch.</param>
    public void Run(Batch batch, ReadOnlySpan<int> indices, int epoch, int number)
    {
        Load(batch);
        for (var i = 0; i < _augmentations.Length; i++)
        {
            if (_augmentations[i] is MixingAugmentation mixing)
                Mix(mixing, i, indices, epoch, number);
            else
                ApplyToEach(_augmentations[i], i, indices, epoch);
        }

        Store(batch);
    }

    private void ApplyToEach(IAugmentation augmentation, int place, ReadOnlySpan<int> indices, int epoch)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            var random = new AugmentationRandom(_seed, epoch, indices[i], place);
            augmentation.Apply(Slice(_images, i, _shape.Size), Slice(_nextImages, i, _shape.Size), _shape, ref random);
        }

        (_images, _nextImages) = (_nextImages, _images);
    }

    private void Mix(MixingAugmentation mixing, int place, ReadOnlySpan<int> indices, int epoch, int number)
    {
        var partners = _partners.AsSpan(0, indices.Length);
        Shuffling.Fill(partners, new PhiloxCounter(0, (uint)number, (uint)epoch, Stream << 16 | (uint)place), _seed);
        for (var i = 0; i < indices.Length; i++)
        {
            var random = new AugmentationRandom(_seed, epoch, indices[i], place);
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

    private void Load(Batch batch)
    {
        var bytes = batch.Bytes;
        for (var i = 0; i < bytes.Length; i++)
            _images[i] = bytes[i];
        batch.Floats.CopyTo(_images);
        if (batch.Labels.IsEmpty)
            batch.Values.CopyTo(_targets);
        else
            MixedTargets.OneHot(batch.Labels, _targets.AsSpan(0, batch.Count * TargetSize));
    }

    private void Store(Batch batch)
    {
        AugmentationChain.Round(_images, batch.Bytes);
        _images.AsSpan(0, batch.Floats.Length).CopyTo(batch.Floats);
        _targets.AsSpan(0, batch.Values.Length).CopyTo(batch.Values);
    }
}
