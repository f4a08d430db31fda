using CnnGen.Import.Graph;

namespace CnnGen.Import.Keras;

/// <summary>A layer of a Keras model while it is read.</summary>
/// <param name="Config">Its configuration.</param>
/// <param name="Layer">What it becomes.</param>
/// <param name="Version">The version of Keras that wrote the file.</param>
internal sealed record KerasLayer(KerasConfig Config, ImportedLayer Layer, Version Version);
