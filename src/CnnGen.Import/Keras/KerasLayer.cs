using CnnGen.Import.Graph;

namespace CnnGen.Import.Keras;

/// <summary>A layer of a Keras model while it is read.</summary>
/// <param name="Config">Its configuration.</param>
/// <param name="Layer">What it becomes.</param>
/// <param name="Axes">
/// Axes of what it reads: 3 of a map, 2 of a sequence, 1 of a vector. Keras counts them from 1, behind that of the batch.
/// </param>
/// <param name="Version">The version of Keras that wrote the file.</param>
/// <param name="Turn">
/// Says where in the file the channels are of the maps that it reads, and of those that it gives: whether first; else last, which is also
/// where a layer takes axes as they are. A map that has them elsewhere is turned before it.
/// </param>
internal sealed record KerasLayer(KerasConfig Config, ImportedLayer Layer, int Axes, Version Version, Action<bool> Turn)
{
    /// <summary>Whether the model's images have their channels first in the file.</summary>
    public bool IsOfChannelsFirst { get; init; }
}
