using CnnGen.Runtime;

namespace CnnGen;

/// <summary>
/// The weights and state of a network: their memory, how they come to be, what is computed from state as soon as that changes, and the
/// gradients, which lie as the trained weights do.
/// </summary>
/// <remarks>They are drawn when they are first needed, which they are not where a file with others is loaded.</remarks>
internal sealed unsafe class WeightStore : IDisposable
{
    /// <summary>Keras' <c>epsilon()</c>: the least standard deviation that is divided by.</summary>
    private const double LeastDeviation = 1e-7;

    private readonly NetworkInfo _info;
    private readonly NetworkMemory _memory;
    private AlignedMemory? _gradients;
    private bool _areThere;
    private long _lastVersion;
    private long _lastWrittenVersion;

    /// <summary>Reserves memory for the weights.</summary>
    /// <param name="info">The network.</param>
    /// <param name="seed">The weights are functions of it.</param>
    /// <param name="memory">Gives memory.</param>
    /// <param name="gate">Is passed by every call to one of the parameters.</param>
    public WeightStore(NetworkInfo info, ulong seed, NetworkMemory memory, Gate gate)
    {
        (_info, Seed, _memory) = (info, seed, memory);
        Arena = memory.Reserve(info.Memory.WeightFloats, "its weights", NetworkMemory.OtherNetworks);
        Parameters = [.. info.Parameters.Select(parameter => new Parameter(parameter, this, gate))];
    }

    /// <summary>Where they lie.</summary>
    public AlignedMemory Arena { get; }

    /// <summary>What they are functions of.</summary>
    public ulong Seed { get; }

    /// <summary>Each with its name and shape, in the order of layers.</summary>
    public Parameter[] Parameters { get; }

    /// <summary>Counts the changes: what was computed from the weights is theirs as long as this is the same.</summary>
    public long Version { get; private set; }

    /// <summary>Counts the changes from outside, which reach what training leaves as it is, too.</summary>
    public long WrittenVersion { get; private set; }

    /// <summary>Counts the training passes that brought state up to date, such as moving statistics.</summary>
    public long StateVersion { get; private set; }

    /// <summary>All floats, drawn if need be.</summary>
    public Span<float> Values
    {
        get
        {
            Draw();
            return ValuesAsTheyAre;
        }
    }

    /// <summary>All floats, drawn or not.</summary>
    public Span<float> ValuesAsTheyAre => new(Arena.Pointer, checked((int)Arena.Length));

    /// <summary>Whether the gradients are those of a whole backward pass.</summary>
    public bool HasGradients { get; set; }

    /// <summary>The gradients of the last backward pass.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public ReadOnlySpan<float> Gradients => !HasGradients || _gradients is null
        ? throw new InvalidOperationException($"{_info.Name} has no gradients yet: call Forward and Backward, or TrainBatch, first.")
        : new(_gradients.Pointer, checked((int)_gradients.Length));

    /// <summary>Every arena that is there.</summary>
    public IEnumerable<AlignedMemory> Arenas => _gradients is null ? [Arena] : [Arena, _gradients];

    /// <summary>Draws the weights unless they are there.</summary>
    public void Draw()
    {
        if (_areThere)
            return;
        var weights = ValuesAsTheyAre;
        // Not on the managed heap: kernels are large objects there, and a network or two of them are a full collection.
        var longest = _info.Parameters.Select(parameter => parameter.Count).DefaultIfEmpty().Max();
        using var room = _memory.Reserve(longest, "drawing its weights", NetworkMemory.OtherNetworks);
        for (var i = 0; i < Parameters.Length; i++)
        {
            var values = new Span<float>(room.Pointer, Parameters[i].Count);
            Initialization.Fill(Parameters[i].Info, i, Seed, values, _memory);
            Parameters[i].Scatter(values, weights);
        }

        OnAllWritten();
    }

    /// <summary>The place of the gradients.</summary>
    public float* ReserveGradients() => (_gradients ??= _memory.Reserve(
        _info.Memory.TrainableFloats, "the gradients of its weights", NetworkMemory.OtherNetworks)).Pointer;

    /// <summary>A copy of the weights as they are, to go back to.</summary>
    public Copy Keep() => new(_areThere ? ValuesAsTheyAre.ToArray() : null, Version, WrittenVersion);

    /// <summary>Goes back to what <see cref="Keep"/> gave, as if nothing had happened since: a forward pass of then still counts.</summary>
    /// <param name="kept">The copy.</param>
    public void Restore(Copy kept)
    {
        kept.Values?.CopyTo(ValuesAsTheyAre);
        if (_info.Normalization is { } normalization)
            Derive(normalization);
        // No number is given twice, so that nothing is taken for theirs that was computed from the weights between.
        (_areThere, Version, WrittenVersion) = (kept.Values is not null, kept.Version, kept.WrittenVersion);
    }

    /// <summary>Called after all parameters were written: none is left to be drawn.</summary>
    public void OnAllWritten()
    {
        _areThere = true;
        OnWritten();
    }

    /// <summary>Called after parameters were written from outside.</summary>
    public void OnWritten()
    {
        OnChanged();
        WrittenVersion = ++_lastWrittenVersion;
        if (_info.Normalization is { } normalization)
            Derive(normalization);
    }

    /// <summary>Called when weights change, in whatever way.</summary>
    public void OnChanged() => Version = ++_lastVersion;

    /// <summary>Called when a training pass changes state, while weights stay.</summary>
    public void OnStateChanged() => StateVersion++;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var arena in Arenas)
            arena.Dispose();
    }

    /// <summary>Turns mean and variance into the factor and the shift that kernels apply by one multiply-add.</summary>
    private void Derive(NormalizationInfo normalization)
    {
        var weights = Arena.Pointer;
        for (var i = 0; i < normalization.Count; i++)
        {
            // What never varies is only shifted: dividing it by epsilon would blow the least difference up to millions.
            var variance = (double)weights[normalization.VarianceOffset + i];
            var factor = variance == 0 ? 1 : 1 / Math.Max(Math.Sqrt(variance), LeastDeviation);
            weights[normalization.FactorOffset + i] = (float)factor;
            weights[normalization.ShiftOffset + i] = (float)(-weights[normalization.MeanOffset + i] * factor);
        }
    }

    /// <summary>Weights of a moment.</summary>
    /// <param name="Values">All floats; null where they were not drawn.</param>
    /// <param name="Version">The number of their last change.</param>
    /// <param name="WrittenVersion">That of the last from outside.</param>
    public readonly record struct Copy(float[]? Values, long Version, long WrittenVersion);
}
